package dev.fes.controller;

import dev.fes.controller.plan.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.FileSystemResource;

/**
 * Reads an installation's configuration: YAML with everything under {@code fes}; an environment
 * variable such as {@code FES_KAFKA_BROKERS} outweighs it, {@code ${…}} is replaced from the
 * environment.
 */
final class InstallationFile {

  private InstallationFile() {}

  /** Why a configuration cannot be used, in one line that names the key and the mend. */
  static final class Unusable extends Exception {

    private static final long serialVersionUID = 1L;

    Unusable(String message) {
      super(message);
    }
  }

  static Installation read(
      Path file, Map<String, Object> overrides, Map<String, String> environment) throws Unusable {
    MutablePropertySources sources = new MutablePropertySources();
    sources.addLast(new MapPropertySource("overrides", overrides));
    sources.addLast(environment(environment));
    load(file, sources);
    try {
      return new Binder(
              ConfigurationPropertySources.from(sources),
              new PropertySourcesPlaceholdersResolver(sources))
          .bindOrCreate(
              "fes",
              Bindable.of(Installation.class),
              new NoUnboundElementsBindHandler(
                  BindHandler.DEFAULT, new UnboundElementsSourceFilter()));
    } catch (BindException e) {
      throw new Unusable(file + ": " + words(e));
    }
  }

  private static PropertySource<?> environment(Map<String, String> environment) {
    return new SystemEnvironmentPropertySource(
        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, Map.copyOf(environment));
  }

  private static void load(Path file, MutablePropertySources sources) throws Unusable {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new Unusable(
          file + ": cannot be read: name a YAML file with the installation's configuration");
    }
    try {
      new YamlPropertySourceLoader()
          .load("file", new FileSystemResource(file))
          .forEach(sources::addLast);
    } catch (IOException | RuntimeException e) {
      throw new Unusable(file + ": is not YAML: " + firstLine(e));
    }
  }

  private static String words(BindException e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    if (e.getCause() instanceof UnboundConfigurationPropertiesException unknown) {
      return unknown.getUnboundProperties().iterator().next().getName()
          + ": is not a setting: correct it or take it out";
    }
    if (root instanceof IllegalArgumentException
        && String.valueOf(root.getMessage()).startsWith("fes.")) {
      return String.valueOf(root.getMessage());
    }
    return (e.getProperty() == null ? e.getName() : e.getProperty().getName())
        + ": "
        + firstLine(root)
        + ": give it another value";
  }

  private static String firstLine(Throwable e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message.lines().findFirst().orElse("");
  }
}
