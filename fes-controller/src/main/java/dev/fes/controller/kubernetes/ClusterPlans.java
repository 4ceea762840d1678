package dev.fes.controller.kubernetes;

import dev.fes.api.ResourceKey;
import dev.fes.api.event.EventId;
import dev.fes.controller.plan.Plan;
import dev.fes.controller.reconcile.PlanMemory;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The plans that were last put to work, a ConfigMap each, where only the controller can write: a
 * plan names topics that are going to be deleted. There are no secrets in it.
 */
final class ClusterPlans implements PlanMemory {

  private static final Logger LOG = LoggerFactory.getLogger(ClusterPlans.class);
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String KEY = "plan.json.gz";
  private static final Map<String, String> LABELS =
      Map.of(
          "app.kubernetes.io/part-of", "fes",
          "app.kubernetes.io/managed-by", "fes-controller",
          "app.kubernetes.io/component", "plan");
  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager("fes-controller")
          .withForce(true)
          .build();

  private final KubernetesClient client;
  private final String namespace;
  private final Map<ResourceKey, Plan> known = new ConcurrentHashMap<>();

  ClusterPlans(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  @Override
  public List<Plan> recall() {
    List<Plan> plans =
        client.configMaps().inNamespace(namespace).withLabels(LABELS).list().getItems().stream()
            .flatMap(map -> read(map).stream())
            .toList();
    plans.forEach(plan -> known.put(plan.key(), plan));
    LOG.info("{} resources were at work before", plans.size());
    return plans;
  }

  @Override
  public void remember(Plan plan) {
    if (!plan.equals(known.get(plan.key()))) {
      client.resource(configMap(plan)).patch(APPLY);
      known.put(plan.key(), plan);
    }
  }

  @Override
  public void forget(ResourceKey key) {
    known.remove(key);
    var _ = client.configMaps().inNamespace(namespace).withName(name(key)).delete();
  }

  ConfigMap configMap(Plan plan) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(name(plan.key()))
        .withLabels(LABELS)
        .addToLabels("fes.zalando.org/namespace", plan.key().namespace())
        .addToAnnotations("fes.zalando.org/resource", plan.key().toString())
        .endMetadata()
        .addToBinaryData(KEY, Base64.getEncoder().encodeToString(zipped(plan)))
        .build();
  }

  static Optional<Plan> read(ConfigMap map) {
    try {
      String data = map.getBinaryData() == null ? null : map.getBinaryData().get(KEY);
      return data == null ? Optional.empty() : Optional.of(unzipped(data));
    } catch (UncheckedIOException | IllegalArgumentException | JacksonException e) {
      LOG.warn(
          "cannot recall what ran before, from {}: {}", map.getMetadata().getName(), e.toString());
      return Optional.empty();
    }
  }

  private static String name(ResourceKey key) {
    return "fes-plan-" + EventId.of("plan", key.namespace(), key.name());
  }

  private static byte[] zipped(Plan plan) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(JSON.writeValueAsBytes(plan));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static Plan unzipped(String data) {
    try (GZIPInputStream zip =
        new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(data)))) {
      return JSON.readValue(zip.readAllBytes(), Plan.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
