package dev.fes.controller.deploy.kubernetes;

import dev.fes.controller.deploy.JvmOptions.Beans;
import dev.fes.controller.deploy.StageTokens;
import dev.fes.controller.plan.Installation;
import dev.fes.controller.plan.Kubernetes;
import dev.fes.controller.plan.Kubernetes.Mount;
import dev.fes.controller.plan.PodChoices;
import dev.fes.controller.plan.Sha256;
import dev.fes.controller.plan.Unit;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraintBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The pod of a unit of stages: one container, no right, no token, nothing it can write to but its
 * /tmp.
 */
final class StagePod {

  static final String CONTAINER = "stage";
  static final String PORT_NAME = "http";
  static final String LAST_WORDS = "/dev/termination-log";

  /** The stage's own shutdown waits up to 8 s in each of its phases. */
  private static final long GRACE_SECONDS = 30;

  private static final String TMP = "/tmp";

  private final Kubernetes kubernetes;
  private final StageVariables variables;

  StagePod(Installation installation, StageTokens tokens) {
    this.kubernetes = installation.kubernetes();
    this.variables = new StageVariables(installation, tokens);
  }

  PodTemplateSpec running(PlacedUnit placed, Map<String, String> labels) {
    Container container =
        new ContainerBuilder(container(placed, Beans.OF_THE_BUILD))
            .addNewPort()
            .withName(PORT_NAME)
            .withContainerPort(SettingsFile.PORT)
            .withProtocol("TCP")
            .endPort()
            .withStartupProbe(StageProbes.startup())
            .withLivenessProbe(StageProbes.liveness())
            .withReadinessProbe(StageProbes.readiness())
            .build();
    PodSpec spec = spec(placed, placed.name(), container).withRestartPolicy("Always").build();
    return template(placed, labels, spec);
  }

  /** A pod that ends by itself. */
  PodTemplateSpec once(
      PlacedUnit placed, String settings, Map<String, String> labels, List<EnvVar> more) {
    Container container =
        new ContainerBuilder(container(placed, Beans.OF_THE_SETTINGS)).addAllToEnv(more).build();
    return template(
        placed, labels, spec(placed, settings, container).withRestartPolicy("Never").build());
  }

  /** Differs exactly when what the stage reads at its start does. */
  static String settingsHash(PlacedUnit placed) {
    return Sha256.hex(SettingsFile.text(placed.unit()));
  }

  static String text(SortedMap<String, String> versions) {
    return versions.entrySet().stream().map(Object::toString).collect(Collectors.joining(","));
  }

  /** What {@link #text} writes. */
  static Map<String, String> versions(String text) {
    return Stream.of(text.split(","))
        .map(entry -> entry.split("="))
        .filter(entry -> entry.length == 2)
        .collect(Collectors.toMap(entry -> entry[0], entry -> entry[1]));
  }

  private PodTemplateSpec template(PlacedUnit placed, Map<String, String> labels, PodSpec spec) {
    Map<String, String> annotations = new TreeMap<>(Marks.annotations(placed));
    annotations.put(Marks.CONFIG_HASH, settingsHash(placed));
    annotations.put(Marks.SECRET_VERSIONS, text(placed.secretVersions()));
    annotations.put("prometheus.io/scrape", "true");
    annotations.put("prometheus.io/port", Integer.toString(SettingsFile.PORT));
    annotations.put("prometheus.io/path", "/actuator/prometheus");
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .withLabels(labels)
        .withAnnotations(annotations)
        .endMetadata()
        .withSpec(spec)
        .build();
  }

  private PodSpecBuilder spec(PlacedUnit placed, String settings, Container container) {
    String chosen = placed.placement().choices().serviceAccount();
    return new PodSpecBuilder()
        .withContainers(container)
        .withVolumes(volumes(placed.unit(), settings))
        .withServiceAccountName(chosen == null ? kubernetes.serviceAccount() : chosen)
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        .withTerminationGracePeriodSeconds(GRACE_SECONDS)
        .withNewSecurityContext()
        .withRunAsNonRoot(true)
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .endSecurityContext()
        .withImagePullSecrets(
            kubernetes.imagePullSecrets().stream().map(LocalObjectReference::new).toList())
        .withPriorityClassName(kubernetes.priorityClass())
        .withNodeSelector(new TreeMap<>(kubernetes.nodeSelector()))
        .withTolerations(kubernetes.tolerations().stream().map(StagePod::toleration).toList())
        .withTopologySpreadConstraints(spread());
  }

  private Container container(PlacedUnit placed, Beans beans) {
    return new ContainerBuilder()
        .withName(CONTAINER)
        .withImage(kubernetes.image(placed.unit()))
        .withImagePullPolicy(kubernetes.imagePullPolicy().title())
        .withEnv(variables.of(placed, beans))
        .withResources(resources(placed.placement().choices()))
        .withVolumeMounts(volumeMounts(placed.unit()))
        .withSecurityContext(restricted())
        .withTerminationMessagePath(LAST_WORDS)
        .withTerminationMessagePolicy("FallbackToLogsOnError")
        .build();
  }

  /** No limit of CPU: a stage that starts or catches up may have what nobody else needs. */
  private ResourceRequirements resources(PodChoices choices) {
    Quantity cpu = new Quantity(or(choices.cpu(), kubernetes.defaultCpu()));
    Quantity memory = new Quantity(or(choices.memory(), kubernetes.defaultMemory()));
    return new ResourceRequirementsBuilder()
        .withRequests(new TreeMap<>(Map.of("cpu", cpu, "memory", memory)))
        .withLimits(Map.of("memory", memory))
        .build();
  }

  private static SecurityContext restricted() {
    return new SecurityContextBuilder()
        .withAllowPrivilegeEscalation(false)
        .withReadOnlyRootFilesystem(true)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .build();
  }

  private List<Volume> volumes(Unit unit, String settings) {
    List<Volume> volumes = new ArrayList<>();
    volumes.add(
        new VolumeBuilder()
            .withName("settings")
            .withNewConfigMap()
            .withName(settings)
            .endConfigMap()
            .build());
    volumes.add(
        new VolumeBuilder()
            .withName("tmp")
            .withNewEmptyDir()
            .withSizeLimit(new Quantity("128Mi"))
            .endEmptyDir()
            .build());
    for (Mount mount : mounts(unit)) {
      volumes.add(
          new VolumeBuilder()
              .withName(volume(mount))
              .withNewSecret()
              .withSecretName(mount.secret())
              .withOptional(true)
              .endSecret()
              .build());
    }
    return volumes;
  }

  private List<VolumeMount> volumeMounts(Unit unit) {
    List<VolumeMount> result = new ArrayList<>();
    result.add(volumeMount("settings", SettingsFile.DIRECTORY, true));
    result.add(volumeMount("tmp", TMP, false));
    mounts(unit)
        .forEach(mount -> result.add(volumeMount(volume(mount), mount.path().toString(), true)));
    return result;
  }

  private static VolumeMount volumeMount(String name, String path, boolean readOnly) {
    return new VolumeMountBuilder()
        .withName(name)
        .withMountPath(path)
        .withReadOnly(readOnly)
        .build();
  }

  private List<Mount> mounts(Unit unit) {
    return kubernetes.mounts().stream().filter(mount -> mount.isFor(unit)).toList();
  }

  /** By its place in the installation's list. */
  private String volume(Mount mount) {
    return "secret-" + kubernetes.mounts().indexOf(mount);
  }

  private List<TopologySpreadConstraint> spread() {
    return kubernetes.topologySpread().stream()
        .map(
            topology ->
                new TopologySpreadConstraintBuilder()
                    .withMaxSkew(1)
                    .withTopologyKey(topology.label())
                    .withWhenUnsatisfiable("ScheduleAnyway")
                    .withNewLabelSelector()
                    .withMatchLabels(new TreeMap<>(Marks.OURS))
                    .endLabelSelector()
                    .build())
        .toList();
  }

  private static Toleration toleration(Kubernetes.Toleration toleration) {
    return new Toleration(
        toleration.effect(), toleration.key(), toleration.operator(), null, toleration.value());
  }

  private static String or(@Nullable String chosen, String otherwise) {
    return chosen == null ? otherwise : chosen;
  }
}
