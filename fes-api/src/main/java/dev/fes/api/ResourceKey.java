package dev.fes.api;

/** Names one resource of an installation; without a namespace it is in {@code default}. */
public record ResourceKey(String namespace, String name) {

  public ResourceKey {
    namespace = namespace == null ? "default" : namespace;
    new Checks().required("name", name, "name the resource").orThrow();
  }

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
