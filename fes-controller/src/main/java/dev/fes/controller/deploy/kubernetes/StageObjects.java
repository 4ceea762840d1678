package dev.fes.controller.deploy.kubernetes;

import dev.fes.controller.deploy.StageTokens;
import dev.fes.controller.plan.Installation;
import dev.fes.controller.plan.Role;
import dev.fes.controller.plan.Stage;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategyBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What runs a stage, as objects of the cluster; the pod in them is {@link StagePod}'s. */
final class StageObjects {

  private static final String RELEASE = "-release";
  private static final int LABEL = 63;

  /** Kubernetes' word for no deadline: a blocked stage is no rollout that has failed. */
  private static final int NO_DEADLINE = Integer.MAX_VALUE;

  private static final long RELEASE_SECONDS = 120;
  private static final int RELEASE_KEPT_SECONDS = 600;

  private final StagePod pods;

  StageObjects(Installation installation, StageTokens tokens) {
    this.pods = new StagePod(installation, tokens);
  }

  ConfigMap configMap(PlacedStage placed) {
    return configMap(placed, placed.name());
  }

  Deployment deployment(PlacedStage placed) {
    Map<String, String> selector = Marks.selector(placed.name());
    ObjectMeta metadata = metadata(placed, placed.name(), selector);
    metadata.getAnnotations().putAll(placed.placement().choices().annotations());
    metadata.getAnnotations().put(Marks.SECRET_VERSIONS, StagePod.text(placed.secretVersions()));
    return new DeploymentBuilder()
        .withMetadata(metadata)
        .withNewSpec()
        .withReplicas(placed.held() ? 0 : 1)
        .withPaused(false)
        .withRevisionHistoryLimit(1)
        .withProgressDeadlineSeconds(NO_DEADLINE)
        .withStrategy(strategy(placed.stage()))
        .withNewSelector()
        .withMatchLabels(selector)
        .endSelector()
        .withTemplate(pods.running(placed, with(Marks.labels(placed), selector)))
        .endSpec()
        .build();
  }

  /** The same settings for a run that only takes away what the source has made. */
  ConfigMap releaseSettings(PlacedStage placed) {
    return configMap(placed, releaseName(placed.name()));
  }

  Job release(PlacedStage placed) {
    String name = releaseName(placed.name());
    Map<String, String> mark = Map.of(Marks.RELEASE, name);
    return new JobBuilder()
        .withMetadata(metadata(placed, name, mark))
        .withNewSpec()
        .withBackoffLimit(0)
        .withActiveDeadlineSeconds(RELEASE_SECONDS)
        .withTtlSecondsAfterFinished(RELEASE_KEPT_SECONDS)
        .withTemplate(
            pods.once(
                placed,
                name,
                with(Marks.labels(placed), mark),
                List.of(
                    new EnvVar("FES_SOURCE_RELEASE", "true", null),
                    new EnvVar("FES_SOURCE_RELEASEWORDSFILE", StagePod.LAST_WORDS, null))))
        .endSpec()
        .build();
  }

  /** The stage's own hash keeps it unique when its beginning has to be cut. */
  static String releaseName(String stage) {
    String end = "-" + Role.SOURCE.title();
    String stem = stage.endsWith(end) ? stage.substring(0, stage.length() - end.length()) : stage;
    int excess = Math.max(0, stem.length() + RELEASE.length() - LABEL);
    return stem.substring(excess).replaceAll("^-+", "") + RELEASE;
  }

  private static ConfigMap configMap(PlacedStage placed, String name) {
    return new ConfigMapBuilder()
        .withMetadata(metadata(placed, name, Map.of()))
        .withData(Map.of(SettingsFile.NAME, SettingsFile.text(placed.stage().config())))
        .build();
  }

  /** Two of a kind never meet where the order of all events counts, or a reader has one place. */
  private static DeploymentStrategy strategy(Stage stage) {
    if (stage.role() == Role.SOURCE || !SettingsFile.isOrderedByKey(stage.config())) {
      return new DeploymentStrategyBuilder().withType("Recreate").build();
    }
    return new DeploymentStrategyBuilder()
        .withType("RollingUpdate")
        .withNewRollingUpdate()
        .withNewMaxSurge(1)
        .withNewMaxUnavailable(0)
        .endRollingUpdate()
        .build();
  }

  private static ObjectMeta metadata(PlacedStage placed, String name, Map<String, String> marks) {
    return new ObjectMetaBuilder()
        .withNamespace(placed.key().namespace())
        .withName(name)
        .withLabels(with(Marks.labels(placed), marks))
        .withAnnotations(new TreeMap<>(Marks.annotations(placed)))
        .addNewOwnerReference()
        .withApiVersion(Marks.OWNER_API)
        .withKind(Marks.OWNER_KIND)
        .withName(placed.key().name())
        .withUid(placed.placement().ownerUid())
        .withController(true)
        .withBlockOwnerDeletion(false)
        .endOwnerReference()
        .build();
  }

  private static Map<String, String> with(Map<String, String> some, Map<String, String> more) {
    Map<String, String> all = new TreeMap<>(some);
    all.putAll(more);
    return all;
  }
}
