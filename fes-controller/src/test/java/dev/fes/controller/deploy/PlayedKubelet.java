package dev.fes.controller.deploy;

import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs the pods of one namespace that no node takes: each gets an address of this machine's
 * loopback network, where a stage answers, and says so in its status. All else is the cluster's own
 * doing.
 */
public final class PlayedKubelet implements AutoCloseable {

  /** What the pods ask for, so that no real node takes them. */
  public static final Map<String, String> NO_NODE = Map.of("fes.test/played", "true");

  private static final String STAGE = "fes.zalando.org/stage";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final KubernetesClient client;
  private final String namespace;
  private final List<Watch> watches;
  private final Map<String, HttpServer> running = new ConcurrentHashMap<>();
  private final List<String> starts = new CopyOnWriteArrayList<>();
  private final List<String> ends = new CopyOnWriteArrayList<>();

  public PlayedKubelet(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
    this.watches =
        List.of(
            client.pods().inNamespace(namespace).watch(new PodWatch()),
            client
                .apps()
                .deployments()
                .inNamespace(namespace)
                .withLabel(STAGE)
                .watch(new DeploymentWatch()));
  }

  /** The stages in the order their Deployments came. */
  public List<String> starts() {
    return List.copyOf(starts);
  }

  /** The stages in the order their pods went. */
  public List<String> ends() {
    return List.copyOf(ends);
  }

  /** How many pods it runs. */
  public int alive() {
    return running.size();
  }

  /** Ends its container and starts it again, as a kubelet does. */
  public void crash(String pod) {
    edit(
        pod,
        before -> {
          ContainerStatus last = before.getStatus().getContainerStatuses().getFirst();
          before
              .getStatus()
              .setContainerStatuses(
                  List.of(
                      new ContainerStatusBuilder(last)
                          .withRestartCount(last.getRestartCount() + 1)
                          .withLastState(
                              new ContainerStateBuilder()
                                  .withNewTerminated()
                                  .withExitCode(137)
                                  .endTerminated()
                                  .build())
                          .build()));
          return before;
        });
  }

  @Override
  public void close() {
    watches.forEach(Watch::close);
    running.values().forEach(server -> server.stop(0));
  }

  private void run(Pod pod) {
    String ip =
        "127.%d.%d.%d"
            .formatted(
                ThreadLocalRandom.current().nextInt(1, 255),
                ThreadLocalRandom.current().nextInt(0, 255),
                ThreadLocalRandom.current().nextInt(1, 255));
    running.put(pod.getMetadata().getUid(), stage(ip, port(pod), reports(pod)));
    edit(name(pod), now -> running(now, ip));
  }

  /** A release: a pod that does its work and ends. */
  private void runOnce(Pod pod) {
    edit(name(pod), now -> ended(now, "the slot is dropped\n"));
  }

  /** The scheduler writes to the same status. */
  private void edit(String pod, UnaryOperator<Pod> edit) {
    await()
        .ignoreExceptionsMatching(
            e -> e instanceof KubernetesClientException refusal && refusal.getCode() == 409)
        .until(
            () -> client.pods().inNamespace(namespace).withName(pod).editStatus(edit),
            Objects::nonNull);
  }

  private static Pod ended(Pod pod, String words) {
    String now = Instant.now().toString();
    pod.getStatus().setPhase("Succeeded");
    pod.getStatus()
        .setContainerStatuses(
            List.of(
                container()
                    .withState(
                        new ContainerStateBuilder()
                            .withNewTerminated()
                            .withExitCode(0)
                            .withMessage(words)
                            .withStartedAt(now)
                            .withFinishedAt(now)
                            .endTerminated()
                            .build())
                    .build()));
    return pod;
  }

  private static ContainerStatusBuilder container() {
    return new ContainerStatusBuilder()
        .withName("stage")
        .withImage("played")
        .withImageID("played")
        .withRestartCount(0);
  }

  private static Pod running(Pod pod, String ip) {
    String now = Instant.now().toString();
    pod.getStatus().setPhase("Running");
    pod.getStatus().setPodIP(ip);
    pod.getStatus()
        .setConditions(
            List.of(
                new PodConditionBuilder().withType("PodScheduled").withStatus("True").build(),
                new PodConditionBuilder()
                    .withType("Ready")
                    .withStatus("True")
                    .withLastTransitionTime(now)
                    .build()));
    pod.getStatus()
        .setContainerStatuses(
            List.of(
                container()
                    .withReady(true)
                    .withStarted(true)
                    .withState(
                        new ContainerStateBuilder()
                            .withNewRunning()
                            .withStartedAt(now)
                            .endRunning()
                            .build())
                    .build()));
    return pod;
  }

  /** What its stages say, by their paths. */
  private Map<String, String> reports(Pod pod) {
    Map<String, String> files =
        client.configMaps().inNamespace(namespace).withName(stage(pod)).require().getData();
    if (!files.containsKey("stages.json")) {
      return Map.of("", report(JSON.readTree(files.get("application.yaml"))));
    }
    Map<String, String> reports = new HashMap<>();
    JSON.readTree(files.get("stages.json"))
        .path("stages")
        .forEach(
            stage ->
                reports.put("/" + stage.path("name").asString(), report(stage.path("settings"))));
    return reports;
  }

  private static String report(JsonNode json) {
    return """
           {"stage": "%s", "streams": [{"stream": "%s", "state": "Running", "published": 7}]}"""
        .formatted(
            json.path("fes.stage.name").asString(), json.path("fes.stage.stream").asString());
  }

  private static HttpServer stage(String ip, int port, Map<String, String> reports) {
    try {
      HttpServer server = HttpServer.create(new InetSocketAddress(ip, port), 0);
      reports.forEach(
          (path, report) -> {
            byte[] body = report.getBytes(StandardCharsets.UTF_8);
            server.createContext(
                path + "/actuator/stage",
                exchange -> {
                  exchange.sendResponseHeaders(200, body.length);
                  exchange.getResponseBody().write(body);
                  exchange.close();
                });
          });
      server.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int port(Pod pod) {
    return pod.getSpec().getContainers().getFirst().getPorts().getFirst().getContainerPort();
  }

  private static String stage(Pod pod) {
    return Objects.requireNonNull(pod.getMetadata().getLabels().get(STAGE));
  }

  private static String name(Pod pod) {
    return pod.getMetadata().getName();
  }

  private final class PodWatch implements Watcher<Pod> {

    @Override
    public void eventReceived(Action action, Pod pod) {
      if (action == Action.ADDED) {
        begin(pod);
      } else if (action == Action.DELETED) {
        stop(pod);
      }
    }

    private void begin(Pod pod) {
      try {
        if (pod.getMetadata().getLabels().containsKey(STAGE)) {
          run(pod);
        } else {
          runOnce(pod);
        }
      } catch (KubernetesClientException gone) {
        stop(pod);
      }
    }

    private void stop(Pod pod) {
      HttpServer server = running.remove(pod.getMetadata().getUid());
      if (server != null) {
        server.stop(0);
        ends.add(stage(pod));
      }
    }

    @Override
    public void onClose(WatcherException cause) {}
  }

  private final class DeploymentWatch implements Watcher<Deployment> {

    @Override
    public void eventReceived(Action action, Deployment deployment) {
      if (action == Action.ADDED) {
        starts.add(deployment.getMetadata().getName());
      }
    }

    @Override
    public void onClose(WatcherException cause) {}
  }
}
