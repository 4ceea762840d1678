package dev.fes.controller.deploy.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.KubernetesClientException;

/** What the Kubernetes API says no with, in one line. */
final class Refusals {

  private static final String MEND = ": delete it or give it another name";

  private Refusals() {}

  static String words(KubernetesClientException refusal) {
    if (refusal.getStatus() != null && refusal.getStatus().getMessage() != null) {
      return refusal.getStatus().getMessage();
    }
    if (refusal.getCode() != 0) {
      return "the Kubernetes API answers " + refusal.getCode();
    }
    Throwable cause = refusal;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message =
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return "the Kubernetes API cannot be reached: " + message.lines().findFirst().orElse("");
  }

  static IllegalStateException of(HasMetadata object, KubernetesClientException refusal) {
    return new IllegalStateException(name(object) + ": " + words(refusal), refusal);
  }

  static IllegalStateException notOurs(HasMetadata object, PlacedUnit placed, HasMetadata found) {
    String whose =
        Marks.controller(found)
            .map(
                owner ->
                    isEarlier(owner, placed)
                        ? "belongs to a resource of that name that is gone: it is taken away soon"
                        : "belongs to " + owner.getKind() + " " + owner.getName() + MEND)
            .orElse("was not made by FES" + MEND);
    return new IllegalStateException(name(object) + " exists and " + whose);
  }

  private static boolean isEarlier(OwnerReference owner, PlacedUnit placed) {
    return owner.getKind().equals(Marks.OWNER_KIND) && owner.getName().equals(placed.key().name());
  }

  static String name(HasMetadata object) {
    return object.getKind()
        + " "
        + object.getMetadata().getNamespace()
        + "/"
        + object.getMetadata().getName();
  }
}
