package dev.fes.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.springframework.boot.SpringApplication;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;

/** Starts a stage application: common defaults, and a life line to whoever started it. */
public final class Stage {

  private Stage() {}

  /** Runs the application until its process is told to end. */
  public static void run(Class<?> application, String... args) {
    Lifeline.hold();
    of(application).run(args);
  }

  /** The application with what every stage starts from. */
  public static SpringApplication of(Class<?> application) {
    SpringApplication stage = new SpringApplication(application);
    stage.setDefaultProperties(defaults());
    return stage;
  }

  private static Properties defaults() {
    try {
      return PropertiesLoaderUtils.loadProperties(new ClassPathResource("fes-stage.properties"));
    } catch (IOException e) {
      throw new UncheckedIOException("fes-stage.properties is part of the stage", e);
    }
  }
}
