package dev.fes.controller.kubernetes;

import dev.fes.api.ResourceKey;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.AnyNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** FabricEventStreams at the API server. */
final class ResourceApi {

  static final String API_VERSION = "zalando.org/v1";
  static final String KIND = "FabricEventStream";

  private static final String STATUS_MANAGER = "fes-controller-status";
  private static final String MANAGER = "fes-controller";
  private static final ResourceDefinitionContext CONTEXT =
      new ResourceDefinitionContext.Builder()
          .withGroup("zalando.org")
          .withVersion("v1")
          .withKind(KIND)
          .withPlural("fabriceventstreams")
          .withNamespaced(true)
          .build();

  private final MixedOperation<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      resources;

  ResourceApi(KubernetesClient client) {
    this.resources = client.genericKubernetesResources(CONTEXT);
  }

  /** Each of these watches one namespace, or one all of them. */
  List<
          AnyNamespaceOperation<
              GenericKubernetesResource,
              GenericKubernetesResourceList,
              Resource<GenericKubernetesResource>>>
      in(List<String> namespaces) {
    if (namespaces.isEmpty()) {
      return List.of(resources.inAnyNamespace());
    }
    return namespaces.stream()
        .<AnyNamespaceOperation<
                GenericKubernetesResource,
                GenericKubernetesResourceList,
                Resource<GenericKubernetesResource>>>
            map(resources::inNamespace)
        .toList();
  }

  Optional<GenericKubernetesResource> get(ResourceKey key) {
    return Optional.ofNullable(one(key).get());
  }

  /** Nothing but metadata; none when the resource is not there. */
  Optional<GenericKubernetesResource> patchMetadata(ResourceKey key, String jsonPatch) {
    return found(() -> named(key).patch(patch(PatchType.JSON, MANAGER), jsonPatch));
  }

  /** Nothing but annotations; none when the resource is not there. */
  Optional<GenericKubernetesResource> patchAnnotations(ResourceKey key, String mergePatch) {
    return found(() -> named(key).patch(patch(PatchType.JSON_MERGE, MANAGER), mergePatch));
  }

  /** Nothing but the status; false when the resource is not there. */
  boolean patchStatus(ResourceKey key, String mergePatch) {
    return found(
            () ->
                named(key)
                    .subresource("status")
                    .patch(patch(PatchType.JSON_MERGE, STATUS_MANAGER), mergePatch))
        .isPresent();
  }

  private Resource<GenericKubernetesResource> one(ResourceKey key) {
    return resources.inNamespace(key.namespace()).withName(key.name());
  }

  /** By its name alone, or the client would ask for it before each patch. */
  private Resource<GenericKubernetesResource> named(ResourceKey key) {
    GenericKubernetesResource name = new GenericKubernetesResource();
    name.setApiVersion(API_VERSION);
    name.setKind(KIND);
    name.setMetadata(
        new ObjectMetaBuilder().withNamespace(key.namespace()).withName(key.name()).build());
    return resources.inNamespace(key.namespace()).resource(name);
  }

  private static PatchContext patch(PatchType type, String manager) {
    return new PatchContext.Builder().withPatchType(type).withFieldManager(manager).build();
  }

  private static <T> Optional<T> found(Supplier<T> call) {
    try {
      return Optional.ofNullable(call.get());
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
