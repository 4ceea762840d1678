package dev.fes.controller.deploy;

import dev.fes.api.ResourceKey;
import dev.fes.controller.deploy.JvmOptions.Beans;
import dev.fes.controller.plan.Config;
import dev.fes.controller.plan.Credentials;
import dev.fes.controller.plan.Installation;
import dev.fes.controller.plan.Unit;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The command line and the environment of a process of stages; nothing secret is on the command
 * line.
 */
final class Launch {

  /** Plain ASCII: what else there is in a variable depends on the locale. */
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  /** Linux takes 128 KiB for one variable, its name included. */
  private static final int LONGEST_VARIABLE = 100_000;

  private static final String LOOPBACK = "127.0.0.1";
  private static final TypeReference<TreeMap<String, Object>> SETTINGS = new TypeReference<>() {};
  private static final Set<String> PASSED_ON =
      Set.of(
          "PATH",
          "HOME",
          "LANG",
          "LC_ALL",
          "TZ",
          "JDK_JAVA_OPTIONS",
          "TMPDIR",
          "HTTPS_PROXY",
          "HTTP_PROXY",
          "NO_PROXY");

  /** Beginnings of the variables by which AWS's tools find other credentials than a file's. */
  private static final Set<String> AWS_IDENTITY =
      Set.of(
          "AWS_ACCESS_KEY_ID",
          "AWS_SECRET_ACCESS_KEY",
          "AWS_SESSION_TOKEN",
          "AWS_PROFILE",
          "AWS_WEB_IDENTITY_",
          "AWS_ROLE_",
          "AWS_CONFIG_FILE");

  private final Installation installation;
  private final Map<String, String> environment;
  private final StageTokens tokens;

  Launch(Installation installation, Map<String, String> environment, StageTokens tokens) {
    this.installation = installation;
    this.tokens = tokens;
    this.environment = Map.copyOf(environment);
  }

  /**
   * The unit's process, as yet not started; its standard input is its life line.
   *
   * @param more settings beside those of the plan, by which it does a single piece of work
   */
  ProcessBuilder process(ResourceKey key, Unit unit, Path portFile, Map<String, Object> more) {
    ProcessBuilder builder =
        new ProcessBuilder(
                command(unit, more.isEmpty() ? Beans.OF_THE_BUILD : Beans.OF_THE_SETTINGS))
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.PIPE)
            .directory(new File("").getAbsoluteFile());
    builder.environment().clear();
    builder.environment().putAll(environment(key, unit, portFile.toAbsolutePath(), more));
    return builder;
  }

  List<String> command(Unit unit, Beans beans) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options(unit, beans));
    Path jar = jar(unit.module());
    Path cache = jar.resolveSibling(JvmOptions.cache(unit));
    if (Files.exists(cache)) {
      command.add("-XX:AOTCache=" + cache);
    }
    command.add("-jar");
    command.add(jar.toString());
    return command;
  }

  /** Where its port and its log are. */
  Path workDirectory(ResourceKey key, String unit) {
    return installation.stages().workDirectory().resolve(key.namespace()).resolve(unit);
  }

  /**
   * @param more settings beside those of the plan
   */
  SortedMap<String, String> environment(
      ResourceKey key, Unit unit, Path portFile, Map<String, Object> more) {
    SortedMap<String, String> result = new TreeMap<>();
    environment.forEach(
        (variable, value) -> {
          if (PASSED_ON.contains(variable) || (unit.usesAws() && isPassedOnToAws(variable))) {
            result.put(variable, value);
          }
        });
    if (unit.usesAws() && installation.aws().credentialsFile() instanceof Path file) {
      result.put("AWS_SHARED_CREDENTIALS_FILE", file.toString());
    }
    result.putAll(installation.kafka().secrets());
    result.putAll(settings(key, unit, portFile, more));
    result.put("FES_STAGE_LIFELINE", "stdin");
    return result;
  }

  /** The variables by which it finds its settings. */
  private Map<String, String> settings(
      ResourceKey key, Unit unit, Path portFile, Map<String, Object> more) {
    return switch (unit.composition()) {
      case STAGED -> {
        SortedMap<String, Object> settings = settings(key, unit.stages().getFirst().config());
        settings.putAll(more);
        settings.put("server.address", LOOPBACK);
        settings.put("server.port", 0);
        settings.put("fes.stage.port-file", portFile.toString());
        yield handedOver(JSON.writeValueAsString(settings), portFile.resolveSibling("java"));
      }
      case COMPACT -> {
        Path file = portFile.resolveSibling("stages.json");
        write(
            file,
            JSON.writeValueAsString(
                ProcessSpec.local(unit, portFile, config -> settings(key, config))));
        yield Map.of(ProcessSpec.VARIABLE, file.toString());
      }
    };
  }

  /** By a variable; where that would be too long for the system, by a file of options for Java. */
  private static Map<String, String> handedOver(String settings, Path options) {
    if (settings.length() <= LONGEST_VARIABLE) {
      return Map.of("SPRING_APPLICATION_JSON", settings);
    }
    String quoted = settings.replace("\\", "\\\\").replace("\"", "\\\"");
    write(options, "\"-Dspring.application.json=" + quoted + "\"");
    return Map.of("JDK_JAVA_OPTIONS", "\"@" + options + "\"");
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /** With a file of credentials, none of this process's own may come before it. */
  private boolean isPassedOnToAws(String variable) {
    return variable.startsWith("AWS_")
        && (installation.aws().credentialsFile() == null
            || AWS_IDENTITY.stream().noneMatch(variable::startsWith));
  }

  /** Of one stage, wherever it runs. */
  private SortedMap<String, Object> settings(ResourceKey key, Config config) {
    SortedMap<String, Object> settings = JSON.readValue(config.json(), SETTINGS);
    settings.put("fes.stage.token-sha256", tokens.sha256(key));
    switch (config.credentials()) {
      case Credentials.InSettings _ -> {}
      case Credentials.Secret secret -> {
        settings.put("fes.source.username-file", file(secret.name(), secret.userKey()).toString());
        settings.put(
            "fes.source.password-file", file(secret.name(), secret.passwordKey()).toString());
      }
    }
    return settings;
  }

  /** Secrets are files below one directory; no name leads out of it. */
  private Path file(String secret, String key) {
    Path root = installation.secretsDirectory();
    if (root == null) {
      throw new IllegalStateException("fes.secrets-directory is not set");
    }
    Path file = root.resolve(secret).resolve(key).normalize();
    if (!file.startsWith(root.normalize())
        || file.getNameCount() != root.normalize().getNameCount() + 2) {
      throw new IllegalStateException("no Secret can be called " + secret + " with the key " + key);
    }
    return file;
  }

  private List<String> options(Unit unit, Beans beans) {
    List<String> chosen = installation.stages().javaOptions();
    return chosen.isEmpty() ? JvmOptions.local(unit, beans) : chosen;
  }

  private Path jar(String module) {
    Path directory = installation.stages().directory();
    if (directory == null) {
      throw new IllegalStateException(
          "fes.stages.directory is not set: it names where the stages' jars are");
    }
    String name = module + ".jar";
    Path target = directory.resolve(module).resolve("target");
    return Stream.of(
            target.resolve("app").resolve(name), target.resolve(name), directory.resolve(name))
        .filter(Files::exists)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    name
                        + " is not in fes.stages.directory: build the project, or point the setting"
                        + " to its jars"));
  }
}
