package dev.fes.api;

/** Names one resource of an installation. */
public record ResourceKey(String namespace, String name) {

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
