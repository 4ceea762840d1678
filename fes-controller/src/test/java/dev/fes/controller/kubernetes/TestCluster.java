package dev.fes.controller.kubernetes;

import dev.fes.api.ResourceKey;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.awaitility.Awaitility;

/** The cluster of the current kubeconfig, and a namespace of its own in it. */
final class TestCluster implements AutoCloseable {

  private static final Path CRD =
      Path.of("..", "deploy", "crd", "fabriceventstreams.zalando.org.yaml");

  final KubernetesClient client =
      new KubernetesClientBuilder()
          .withConfig(new ConfigBuilder(Config.autoConfigure(null)).build())
          .build();
  final String namespace = "h-b-" + UUID.randomUUID().toString().substring(0, 8);

  TestCluster() {
    applyCrd();
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
  }

  private void applyCrd() {
    try (var in = Files.newInputStream(CRD)) {
      client.load(in).forceConflicts().serverSideApply();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Awaitility.await()
        .ignoreExceptions()
        .until(() -> new ResourceApi(client).get(new ResourceKey("default", "nobody")).isEmpty());
  }

  GenericKubernetesResource create(String yaml) {
    GenericKubernetesResource resource =
        client.getKubernetesSerialization().unmarshal(yaml, GenericKubernetesResource.class);
    resource.getMetadata().setNamespace(namespace);
    return client.resource(resource).create();
  }

  /** No controller is there any more to let the resources go. */
  @Override
  public void close() {
    client
        .genericKubernetesResources(ResourceApi.API_VERSION, ResourceApi.KIND)
        .inNamespace(namespace)
        .resources()
        .forEach(
            resource ->
                resource.patch(
                    PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"finalizers\":null}}"));
    client.namespaces().withName(namespace).delete();
    client.close();
  }
}
