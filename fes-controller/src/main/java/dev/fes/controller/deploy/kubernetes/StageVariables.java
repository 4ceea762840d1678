package dev.fes.controller.deploy.kubernetes;

import dev.fes.controller.deploy.JvmOptions;
import dev.fes.controller.deploy.StageTokens;
import dev.fes.controller.plan.App;
import dev.fes.controller.plan.Credentials;
import dev.fes.controller.plan.Installation;
import dev.fes.controller.plan.Stage;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A stage's environment; what is secret in it is named, never written. */
record StageVariables(Installation installation, StageTokens tokens) {

  List<EnvVar> of(PlacedStage placed) {
    Stage stage = placed.stage();
    List<EnvVar> variables = new ArrayList<>();
    variables.add(plain("FES_STAGE_TOKENSHA256", tokens.sha256(placed.key())));
    variables.add(plain("JDK_JAVA_OPTIONS", javaOptions(stage.app())));
    variables.add(
        plain("SPRING_CONFIG_ADDITIONAL_LOCATION", "file:" + SettingsFile.DIRECTORY + "/"));
    if (stage.app().usesAws() && installation.aws().credentialsFile() instanceof Path file) {
      variables.add(plain("AWS_SHARED_CREDENTIALS_FILE", file.toString()));
    }
    if (installation.kubernetes().kafkaSecret() instanceof String secret) {
      installation
          .kafka()
          .secrets()
          .keySet()
          .forEach(variable -> variables.add(fromSecret(variable, secret, variable)));
    }
    switch (stage.config().credentials()) {
      case Credentials.InSettings _ -> {}
      case Credentials.Secret(String secret, String userKey, String passwordKey) -> {
        variables.add(fromSecret("FES_SOURCE_USERNAME", secret, userKey));
        variables.add(fromSecret("FES_SOURCE_PASSWORD", secret, passwordKey));
      }
    }
    return variables;
  }

  private String javaOptions(App app) {
    List<String> chosen = installation.stages().javaOptions();
    return (chosen.isEmpty() ? JvmOptions.container(app) : chosen)
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
