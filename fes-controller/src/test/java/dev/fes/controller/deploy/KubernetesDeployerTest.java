package dev.fes.controller.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.fes.controller.deploy.kubernetes.KubernetesDeployer;
import dev.fes.controller.deploy.kubernetes.Owner;
import dev.fes.controller.plan.Stage;
import dev.fes.controller.plan.TestInstallation;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** On the cluster of the current kubeconfig, with the kubelet played. */
@Tag("cluster")
class KubernetesDeployerTest extends DeployerContract {

  private static final String NAMESPACE =
      "fes-deployer-" + UUID.randomUUID().toString().substring(0, 8);
  private static final ResourceDefinitionContext STREAMS =
      new ResourceDefinitionContext.Builder()
          .withGroup("zalando.org")
          .withVersion("v1")
          .withKind("FabricEventStream")
          .withPlural("fabriceventstreams")
          .withNamespaced(true)
          .build();

  private static final AtomicLong REQUESTS = new AtomicLong();

  private static KubernetesClient client;

  private PlayedKubelet kubelet;
  private GenericKubernetesResource owner;
  private KubernetesDeployer deployer;

  @BeforeAll
  static void enter() throws IOException {
    client =
        new KubernetesClientBuilder()
            .withHttpClientBuilderConsumer(
                http -> http.addOrReplaceInterceptor("count", new Counting()))
            .build();
    Path crd = Path.of("..", "deploy", "crd", "fabriceventstreams.zalando.org.yaml");
    client
        .load(Files.newInputStream(crd))
        .items()
        .forEach(
            item ->
                client.resource(item).fieldManager("fes-test").forceConflicts().serverSideApply());
    client
        .namespaces()
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
        .create();
  }

  @AfterAll
  static void leave() {
    client.namespaces().withName(NAMESPACE).delete();
    client.close();
  }

  @BeforeEach
  void open() {
    kubelet = new PlayedKubelet(client, NAMESPACE);
    owner = await().ignoreExceptions().until(KubernetesDeployerTest::makeOwner, Objects::nonNull);
    deployer = newDeployer();
  }

  @AfterEach
  void close() {
    deployer.remove(small.key());
    client.resource(owner).inNamespace(NAMESPACE).delete();
    deployer.close();
    kubelet.close();
  }

  @Test
  void outlivesTheDeployer() {
    deployer.apply(small);
    running(small);
    deployer.close();

    deployer = newDeployer();
    deployer.apply(small);

    running(small);
    assertThat(kubelet.ends()).isEmpty();
  }

  @Test
  void stopsWhatItDoesNotRememberItself() {
    deployer.apply(small);
    running(small);
    deployer.close();

    deployer = newDeployer();
    deployer.apply(small.withStages(_ -> false));

    assertThat(ends()).containsExactlyElementsOf(names(small.stages()).reversed());
  }

  @Test
  void changesBackWhatSomebodyElseChanged() {
    deployer.apply(small);
    running(small);
    String stage = small.stages().getFirst().name();

    client.apps().deployments().inNamespace(NAMESPACE).withName(stage).scale(3);
    client
        .configMaps()
        .inNamespace(NAMESPACE)
        .withName(stage)
        .edit(map -> new ConfigMapBuilder(map).addToData("application.yaml", "{}").build());

    await()
        .untilAsserted(
            () -> {
              deployer.apply(small);
              assertThat(deployment(stage).getSpec().getReplicas()).isEqualTo(1);
              assertThat(
                      client
                          .configMaps()
                          .inNamespace(NAMESPACE)
                          .withName(stage)
                          .get()
                          .getData()
                          .get("application.yaml"))
                  .contains("server.port");
            });
  }

  @Test
  void makesAgainWhatSomebodyDeleted() {
    deployer.apply(small);
    running(small);
    String stage = small.stages().getFirst().name();
    String uid = deployment(stage).getMetadata().getUid();

    client.apps().deployments().inNamespace(NAMESPACE).withName(stage).delete();

    await()
        .untilAsserted(
            () -> {
              deployer.apply(small);
              assertThat(deployment(stage)).isNotNull();
              assertThat(deployment(stage).getMetadata().getUid()).isNotEqualTo(uid);
            });
    running(small);
  }

  @Test
  void asksNothingOfTheApiWhileNothingChanges() {
    deployer.apply(small);
    running(small);
    deployer.apply(small);
    long before = REQUESTS.get();

    for (int step = 0; step < 100; step++) {
      deployer.apply(small);
      deployer.status(small.key());
    }

    assertThat(REQUESTS.get()).isEqualTo(before);
  }

  @Test
  void saysWhyAPodIsNotPlaced() {
    kubelet.close();

    deployer.apply(small);

    await()
        .untilAsserted(
            () ->
                assertThat(deployer.status(small.key()))
                    .hasSize(2)
                    .allSatisfy(
                        stage -> assertThat(stage.error()).startsWith("no node takes it: ")));
  }

  @Test
  void releasesByAJobThatItTakesAway() {
    Stage source = small.stages().getLast();

    Release release =
        await()
            .until(
                () -> deployer.release(small.key(), source),
                answer -> answer.progress() == Release.Progress.DONE);

    assertThat(release.words()).isEqualTo("the slot is dropped");
    await()
        .untilAsserted(
            () ->
                assertThat(client.batch().v1().jobs().inNamespace(NAMESPACE).list().getItems())
                    .isEmpty());
  }

  @Test
  void restartsStagesForAnotherVersionOfASecretAndNotWhenItIsGone() {
    deployer.apply(small);
    List<StageStatus> before = running(small);
    client
        .secrets()
        .inNamespace(NAMESPACE)
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName("fes-kafka")
                .endMetadata()
                .addToStringData("FES_KAFKA_SASL_JAAS_CONFIG", "x")
                .build())
        .create();
    deployer.close();
    deployer = newDeployer();

    deployer.apply(small);

    List<StageStatus> after = running(small);
    assertThat(after).doesNotContainAnyElementsOf(before);
    client.secrets().inNamespace(NAMESPACE).withName("fes-kafka").delete();
    deployer.close();
    deployer = newDeployer();
    deployer.apply(small);
    assertThat(running(small)).isEqualTo(after);
  }

  @Test
  void takesOverNothingThatSomebodyElseMade() {
    String stage = small.stages().getLast().name();
    client
        .configMaps()
        .inNamespace(NAMESPACE)
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName(stage)
                .endMetadata()
                .withData(Map.of("mine", "yes"))
                .build())
        .create();

    assertThatThrownBy(() -> deployer.apply(small))
        .hasMessage(
            "ConfigMap "
                + NAMESPACE
                + "/"
                + stage
                + " exists and was not made by FES: delete it or give it another name");

    assertThat(client.configMaps().inNamespace(NAMESPACE).withName(stage).get().getData())
        .containsOnlyKeys("mine");
    client.configMaps().inNamespace(NAMESPACE).withName(stage).delete();
  }

  @Test
  void neitherRestartsNorDeletesWhatSomebodyElseMade() {
    String stage = small.stages().getLast().name();
    Deployment foreign =
        client.apps().deployments().inNamespace(NAMESPACE).resource(foreign(stage)).create();

    assertThatThrownBy(() -> deployer.apply(small)).hasMessageContaining("was not made by FES");
    deployer.restart(small.key(), Set.of(stage));
    deployer.remove(small.key());

    var named = client.apps().deployments().inNamespace(NAMESPACE).withName(stage);
    assertThat(named.get().getMetadata().getUid()).isEqualTo(foreign.getMetadata().getUid());
    assertThat(named.get().getMetadata().getDeletionTimestamp()).isNull();
    assertThat(named.get().getSpec().getTemplate().getMetadata().getAnnotations()).isNullOrEmpty();
    named.delete();
  }

  private static Deployment foreign(String name) {
    Map<String, String> labels = Map.of("app", "foreign");
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .withReplicas(0)
        .withNewSelector()
        .withMatchLabels(labels)
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .withLabels(labels)
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("it")
        .withImage("foreign")
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  @Test
  void restartsNothingWhileTheResourceChoosesWhatItMayNot() {
    deployer.apply(small);
    List<StageStatus> before = running(small);
    annotations =
        Map.of("fes.zalando.org/service-account", "admin", "fes.zalando.org/FES_CPU", "x");

    deployer.apply(small);

    assertThat(running(small)).isEqualTo(before);
    assertThat(kubelet.ends()).isEmpty();
  }

  private Map<String, String> annotations = Map.of();

  /** Counts what is asked of the API; what a watch hears is not asked. */
  private static final class Counting implements Interceptor {

    @Override
    public void before(BasicBuilder builder, HttpRequest request, Interceptor.RequestTags tags) {
      REQUESTS.incrementAndGet();
    }
  }

  private KubernetesDeployer newDeployer() {
    return new KubernetesDeployer(
        client,
        TestInstallation.in(TestInstallation.cluster(PlayedKubelet.NO_NODE)),
        _ -> Optional.of(new Owner(owner.getMetadata().getUid(), annotations)),
        TestTokens.known());
  }

  private static GenericKubernetesResource makeOwner() {
    GenericKubernetesResource resource =
        new GenericKubernetesResourceBuilder()
            .withApiVersion("zalando.org/v1")
            .withKind("FabricEventStream")
            .withNewMetadata()
            .withName("x")
            .withNamespace(NAMESPACE)
            .endMetadata()
            .build();
    resource.setAdditionalProperty(
        "spec",
        Map.of(
            "applicationId",
            "my-application",
            "eventStreams",
            List.of(
                Map.of(
                    "source",
                    Map.of(
                        "type",
                        "PostgresLogicalReplication",
                        "jdbcConnection",
                        Map.of("slotName", "fes", "jdbcUrl", "jdbc:postgresql://db.example/orders"),
                        "table",
                        Map.of("name", "orders")),
                    "sink",
                    Map.of("type", "Nakadi", "eventType", "orders")))));
    return client
        .genericKubernetesResources(STREAMS)
        .inNamespace(NAMESPACE)
        .resource(resource)
        .create();
  }

  private static Deployment deployment(String stage) {
    return client.apps().deployments().inNamespace(NAMESPACE).withName(stage).get();
  }

  @Override
  String namespace() {
    return NAMESPACE;
  }

  @Override
  Deployer deployer() {
    return deployer;
  }

  @Override
  void crash(StageStatus stage) {
    kubelet.crash(Objects.requireNonNull(stage.instance().pod()));
  }

  /** Once its watch has seen what the API says. */
  @Override
  List<String> ends() {
    await()
        .until(
            () -> kubelet.alive() == client.pods().inNamespace(NAMESPACE).list().getItems().size());
    return kubelet.ends();
  }

  @Override
  List<String> starts(List<StageStatus> stages) {
    return kubelet.starts();
  }
}
