package dev.fes.controller.kubernetes;

import dev.fes.controller.deploy.KeyFile;
import dev.fes.controller.deploy.StageTokens;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Base64;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The key for the stages' tokens as a Secret beside the controller, made by the first that needs
 * it; all replicas have the same.
 */
record ClusterKey(KubernetesClient client, String namespace) implements Supplier<byte[]> {

  static final String SECRET = "fes-controller-stage-key";
  private static final String KEY = "key";

  @Override
  public byte[] get() {
    Secret known = found();
    return bytes(known == null ? make() : known);
  }

  private Secret found() {
    return client.secrets().inNamespace(namespace).withName(SECRET).get();
  }

  private Secret make() {
    try {
      return client
          .resource(
              new SecretBuilder()
                  .withNewMetadata()
                  .withNamespace(namespace)
                  .withName(SECRET)
                  .addToLabels("app.kubernetes.io/part-of", "fes")
                  .endMetadata()
                  .withType("Opaque")
                  .withData(Map.of(KEY, Base64.getEncoder().encodeToString(KeyFile.random())))
                  .build())
          .create();
    } catch (KubernetesClientException e) {
      Secret known = e.getCode() == HttpURLConnection.HTTP_CONFLICT ? found() : null;
      if (known == null) {
        throw e;
      }
      return known;
    }
  }

  private static byte[] bytes(Secret secret) {
    String text = secret.getData() == null ? null : secret.getData().get(KEY);
    return StageTokens.checked(
        text == null ? new byte[0] : Base64.getDecoder().decode(text), "the Secret " + SECRET);
  }
}
