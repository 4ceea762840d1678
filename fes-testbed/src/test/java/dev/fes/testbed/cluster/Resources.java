package dev.fes.testbed.cluster;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.List;
import java.util.Map;

/** The FabricEventStreams of one namespace. */
record Resources(
    NonNamespaceOperation<
            GenericKubernetesResource,
            GenericKubernetesResourceList,
            Resource<GenericKubernetesResource>>
        all) {

  static final ResourceDefinitionContext KIND =
      new ResourceDefinitionContext.Builder()
          .withGroup("zalando.org")
          .withVersion("v1")
          .withKind("FabricEventStream")
          .withPlural("fabriceventstreams")
          .withNamespaced(true)
          .build();

  static Resources in(Namespace namespace) {
    MixedOperation<
            GenericKubernetesResource,
            GenericKubernetesResourceList,
            Resource<GenericKubernetesResource>>
        resources = namespace.client().genericKubernetesResources(KIND);
    return new Resources(resources.inNamespace(namespace.name()));
  }

  List<GenericKubernetesResource> list() {
    return all.list().getItems();
  }

  void annotate(String name, Map<String, String> annotations) {
    all.withName(name)
        .edit(
            resource -> {
              Map<String, String> kept =
                  new java.util.TreeMap<>(
                      resource.getMetadata().getAnnotations() == null
                          ? Map.of()
                          : resource.getMetadata().getAnnotations());
              kept.putAll(annotations);
              resource.getMetadata().setAnnotations(kept);
              return resource;
            });
  }

  /** As {@code kubectl delete --wait=false}. */
  void delete(String name) {
    all.withName(name).delete();
  }

  void abandonAll() {
    PatchContext merge = PatchContext.of(PatchType.JSON_MERGE);
    list()
        .forEach(
            resource -> {
              var one = all.withName(resource.getMetadata().getName());
              one.patch(merge, "{\"metadata\": {\"finalizers\": null}}");
              one.delete();
            });
  }
}
