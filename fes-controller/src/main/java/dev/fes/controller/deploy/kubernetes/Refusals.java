package dev.fes.controller.deploy.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import org.jspecify.annotations.Nullable;

/** What the Kubernetes API says no with, in one line. */
final class Refusals {

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

  static IllegalStateException notOurs(HasMetadata object, @Nullable String owner) {
    return new IllegalStateException(
        name(object)
            + (owner == null
                ? " exists and was not made by FES"
                : " exists and belongs to " + owner)
            + ": delete it or give it another name");
  }

  static boolean isAbsent(KubernetesClientException refusal) {
    return refusal.getCode() == HttpURLConnection.HTTP_NOT_FOUND;
  }

  static boolean isForbidden(KubernetesClientException refusal) {
    return refusal.getCode() == HttpURLConnection.HTTP_FORBIDDEN;
  }

  private static String name(HasMetadata object) {
    return object.getKind()
        + " "
        + object.getMetadata().getNamespace()
        + "/"
        + object.getMetadata().getName();
  }
}
