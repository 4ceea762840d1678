package dev.fes.controller.deploy.kubernetes;

import dev.fes.controller.deploy.JvmOptions;
import dev.fes.controller.deploy.JvmOptions.Beans;
import dev.fes.controller.deploy.ProcessSpec;
import dev.fes.controller.deploy.StageTokens;
import dev.fes.controller.plan.Credentials;
import dev.fes.controller.plan.Installation;
import dev.fes.controller.plan.Stage;
import dev.fes.controller.plan.Unit;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The environment of a unit of stages; what is secret in it is named, never written. */
record StageVariables(Installation installation, StageTokens tokens) {

  List<EnvVar> of(PlacedUnit placed, Beans beans) {
    Unit unit = placed.unit();
    List<EnvVar> variables = new ArrayList<>();
    variables.add(plain("FES_STAGE_TOKENSHA256", tokens.sha256(placed.key())));
    variables.add(plain("JDK_JAVA_OPTIONS", javaOptions(beans)));
    variables.add(settings(unit));
    if (unit.usesAws() && installation.aws().credentialsFile() instanceof Path file) {
      variables.add(plain("AWS_SHARED_CREDENTIALS_FILE", file.toString()));
    }
    if (installation.kubernetes().kafkaSecret() instanceof String secret) {
      installation
          .kafka()
          .secrets()
          .keySet()
          .forEach(variable -> variables.add(fromSecret(variable, secret, variable)));
    }
    for (Stage stage : unit.started()) {
      switch (stage.config().credentials()) {
        case Credentials.InSettings _ -> {}
        case Credentials.Secret(String secret, String userKey, String passwordKey) -> {
          variables.add(fromSecret(username(unit, stage), secret, userKey));
          variables.add(fromSecret(password(unit, stage), secret, passwordKey));
        }
      }
    }
    return variables;
  }

  /** The variable that carries a source's user. */
  static String username(Unit unit, Stage stage) {
    return variable(unit, stage) + "_USERNAME";
  }

  static String password(Unit unit, Stage stage) {
    return variable(unit, stage) + "_PASSWORD";
  }

  /** By a stage's place where there are several, for each may have a Secret of its own. */
  private static String variable(Unit unit, Stage stage) {
    return unit.isCompact() ? "FES_COMPACT_" + unit.stages().indexOf(stage) : "FES_SOURCE";
  }

  private static EnvVar settings(Unit unit) {
    String directory = SettingsFile.DIRECTORY + "/";
    return unit.isCompact()
        ? plain(ProcessSpec.VARIABLE, directory + SettingsFile.name(unit))
        : plain("SPRING_CONFIG_ADDITIONAL_LOCATION", "file:" + directory);
  }

  private String javaOptions(Beans beans) {
    List<String> chosen = installation.stages().javaOptions();
    return (chosen.isEmpty() ? JvmOptions.container(beans) : chosen)
        .stream()
            .map(option -> option.contains(" ") ? "\"" + option + "\"" : option)
            .collect(Collectors.joining(" "));
  }

  private static EnvVar plain(String name, String value) {
    return new EnvVar(name, value, null);
  }

  /** Not optional: a pod that waits for it says which one is missing. */
  private static EnvVar fromSecret(String name, String secret, String key) {
    return new EnvVarBuilder()
        .withName(name)
        .withNewValueFrom()
        .withNewSecretKeyRef(key, secret, false)
        .endValueFrom()
        .build();
  }
}
