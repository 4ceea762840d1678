package dev.fes.controller.plan;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How this installation runs in a Kubernetes cluster; where it is not enabled, stages are processes
 * of this machine. Its keys are flat, as operators write them.
 *
 * @param namespaces whose resources are served; empty is all
 * @param controllerNamespace where the controller keeps what it remembers; the pod's own where
 *     absent
 * @param imageTemplate the image of a stage; {@code {app}} is its module
 * @param serviceAccount of stages whose resource chooses none
 * @param allowedServiceAccounts what a resource may choose
 * @param topologySpread what the stages of a namespace are spread over; empty is nothing
 * @param defaultCpu requested where a resource does not say
 * @param defaultMemory requested, and the limit, where a resource does not say
 * @param mounts Secrets that stages find as files
 * @param kafkaSecret of the resource's namespace, with a key for each variable that {@link
 *     Installation.Kafka#secrets} names
 */
public record Kubernetes(
    @DefaultValue("false") boolean enabled,
    @DefaultValue List<String> namespaces,
    @Nullable String controllerNamespace,
    @DefaultValue("fes/{app}:0.1.0") String imageTemplate,
    @DefaultValue("IfNotPresent") PullPolicy imagePullPolicy,
    @DefaultValue List<String> imagePullSecrets,
    @DefaultValue("default") String serviceAccount,
    @DefaultValue List<String> allowedServiceAccounts,
    @Nullable String priorityClass,
    @DefaultValue Map<String, String> nodeSelector,
    @DefaultValue List<Toleration> tolerations,
    @DefaultValue({"zone", "hostname"}) List<Topology> topologySpread,
    @DefaultValue("100m") String defaultCpu,
    @DefaultValue("512Mi") String defaultMemory,
    @DefaultValue List<Mount> mounts,
    @Nullable String kafkaSecret) {

  private static final String APP = "{app}";
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");

  public Kubernetes {
    namespaces.forEach(name -> requireName("fes.kubernetes.namespaces", name));
    requireName("fes.kubernetes.controller-namespace", controllerNamespace);
    Limits.require(
        imageTemplate.contains(APP) && imageTemplate.chars().noneMatch(Character::isWhitespace),
        "fes.kubernetes.image-template is "
            + imageTemplate
            + ": write an image's name with {app} in it, such as \"fes/{app}:0.1.0\"");
    imagePullSecrets.forEach(name -> requireName("fes.kubernetes.image-pull-secrets", name));
    requireName("fes.kubernetes.service-account", serviceAccount);
    allowedServiceAccounts.forEach(
        name -> requireName("fes.kubernetes.allowed-service-accounts", name));
    requireName("fes.kubernetes.priority-class", priorityClass);
    requireQuantity("fes.kubernetes.default-cpu", defaultCpu, "100m");
    requireQuantity("fes.kubernetes.default-memory", defaultMemory, "512Mi");
    requireName("fes.kubernetes.kafka-secret", kafkaSecret);
    namespaces = List.copyOf(namespaces);
    imagePullSecrets = List.copyOf(imagePullSecrets);
    allowedServiceAccounts = List.copyOf(allowedServiceAccounts);
    nodeSelector = Map.copyOf(nodeSelector);
    tolerations = List.copyOf(tolerations);
    topologySpread = List.copyOf(topologySpread);
    mounts = List.copyOf(mounts);
  }

  /** When the kubelet asks the registry. */
  public enum PullPolicy {
    ALWAYS("Always"),
    IF_NOT_PRESENT("IfNotPresent"),
    NEVER("Never");

    private final String title;

    PullPolicy(String title) {
      this.title = title;
    }

    /** As Kubernetes calls it. */
    public String title() {
      return title;
    }
  }

  /** What pods can be spread over. */
  public enum Topology {
    ZONE("topology.kubernetes.io/zone"),
    HOSTNAME("kubernetes.io/hostname");

    private final String label;

    Topology(String label) {
      this.label = label;
    }

    /** The label of nodes that tells it. */
    public String label() {
      return label;
    }
  }

  /** As in a pod: a taint of nodes that stages may run on all the same. */
  public record Toleration(
      @Nullable String key,
      @Nullable String operator,
      @Nullable String value,
      @Nullable String effect) {}

  /**
   * A Secret of the resource's namespace that stages find as files; they run without it where it is
   * missing.
   *
   * @param apps the modules that get it; empty is all
   * @param restart whether stages start again when it changes; its files follow it by themselves
   */
  public record Mount(
      String secret,
      Path path,
      @DefaultValue Set<String> apps,
      @DefaultValue("false") boolean restart) {

    private static final Set<Path> TAKEN =
        Set.of(Path.of("/"), Path.of("/etc/fes"), Path.of("/tmp"));

    public Mount {
      Limits.required("fes.kubernetes.mounts.secret", secret, "name the Secret");
      requireName("fes.kubernetes.mounts.secret", secret);
      Limits.required("fes.kubernetes.mounts.path", path, "say where its files go");
      Limits.require(
          path.isAbsolute() && path.equals(path.normalize()) && !TAKEN.contains(path),
          "fes.kubernetes.mounts.path is "
              + path
              + ": use an absolute path other than /, /tmp and /etc/fes");
      for (String app : apps) {
        Limits.require(
            App.modules().contains(app),
            "fes.kubernetes.mounts.apps has " + app + ": use " + String.join(", ", App.modules()));
      }
      apps = Set.copyOf(apps);
    }

    public boolean isFor(Unit unit) {
      return apps.isEmpty()
          || unit.started().stream().anyMatch(stage -> apps.contains(stage.app().module()));
    }
  }

  /** An installation on this machine. */
  public static Kubernetes absent() {
    return new Kubernetes(
        false,
        List.of(),
        null,
        "fes/" + APP + ":0.1.0",
        PullPolicy.IF_NOT_PRESENT,
        List.of(),
        "default",
        List.of(),
        null,
        Map.of(),
        List.of(),
        List.of(Topology.ZONE, Topology.HOSTNAME),
        "100m",
        "512Mi",
        List.of(),
        null);
  }

  public String image(Unit unit) {
    return imageTemplate.replace(APP, unit.module());
  }

  /** Whether a resource may choose it. */
  boolean allows(String account) {
    return account.equals(serviceAccount) || allowedServiceAccounts.contains(account);
  }

  private static void requireName(String key, @Nullable String name) {
    Limits.require(
        name == null || NAME.matcher(name).matches(),
        key + " is " + name + ": use lower-case letters, digits, dashes and dots");
  }

  private static void requireQuantity(String key, String text, String example) {
    Limits.require(
        PodChoices.isQuantity(text),
        key + " is " + text + ": write a quantity as Kubernetes does, such as " + example);
  }
}
