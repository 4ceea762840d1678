package dev.fes.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.TimeZone;
import org.springframework.aot.AotDetector;
import org.springframework.boot.SpringApplication;
import org.springframework.context.aot.AotApplicationContextInitializer;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PropertiesLoaderUtils;

/** Starts a stage application: common defaults, and a life line to whoever started it. */
public final class Stage {

  private static final String TRAINING = "fes.training";

  private Stage() {}

  /** Runs the application until its process is told to end. */
  public static void run(Class<?> application, String... args) {
    beginProcess();
    Environment environment = of(application).run(args).getEnvironment();
    if (environment.getProperty(TRAINING, boolean.class, false)) {
      Training.look(environment.getRequiredProperty("local.server.port"));
      endTraining();
    }
  }

  /** Learns what comes after a start, and ends the process; to end in order takes Kafka. */
  public static void endTraining() {
    Training.talkToKafka();
    Runtime.getRuntime().halt(0);
  }

  /** What a process does for all its stages together. */
  public static void beginProcess() {
    Lifeline.hold();
    Leftovers.collectAfterStart();
  }

  /** The application with what every stage starts from. */
  public static SpringApplication of(Class<?> application) {
    // drivers tell it their servers, which write times of day in it
    TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
    SpringApplication stage = new SpringApplication(application);
    stage.setDefaultProperties(defaults(application));
    useWhatTheBuildWrote(stage, application);
    return stage;
  }

  /**
   * The beans that the build wrote down, where the process is told to have them. They are named by
   * the application once more, for the beans of several may be on one class path.
   */
  public static void useWhatTheBuildWrote(SpringApplication stage, Class<?> application) {
    if (AotDetector.useGeneratedArtifacts()) {
      stage.addInitializers(
          AotApplicationContextInitializer.forInitializerClasses(
              application.getName()
                  + "__"
                  + application.getSimpleName()
                  + "ApplicationContextInitializer"));
    }
  }

  /** Every stage's settings, and in {@code stage.properties} beside the application its own. */
  public static Properties defaults(Class<?> application) {
    Properties defaults = new Properties();
    Resource own = new ClassPathResource("stage.properties", application);
    try {
      PropertiesLoaderUtils.fillProperties(defaults, new ClassPathResource("fes-stage.properties"));
      if (own.exists()) {
        PropertiesLoaderUtils.fillProperties(defaults, own);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the defaults are part of the stage", e);
    }
    return defaults;
  }
}
