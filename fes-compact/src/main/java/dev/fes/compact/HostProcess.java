package dev.fes.compact;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.AotApplicationContextInitializer;
import org.springframework.core.env.Environment;

/** What there is once in a process: its own settings, and the log with its levels and pattern. */
@Configuration(proxyBeanMethods = false)
class HostProcess {

  private static final String PATTERN = "logging.pattern.console";
  private static final String LEVELS = "logging.level.";
  private static final String MESSAGE = "%m%n";

  /** Said, for a start with the beans of the build asks each application for its own. */
  private static final ApplicationContextInitializer<ConfigurableApplicationContext> NO_BEANS =
      AotApplicationContextInitializer.forInitializerClasses();

  /** The settings of the process; the log is set up when they are there. */
  static Environment environment(String... args) {
    StageName.register();
    return new SpringApplicationBuilder(HostProcess.class)
        .web(WebApplicationType.NONE)
        .properties(logging())
        .properties(Map.of("spring.main.banner-mode", "off", "spring.main.log-startup-info", false))
        .registerShutdownHook(false)
        .initializers(NO_BEANS)
        .run(args)
        .getEnvironment();
  }

  /** What each stage would log where it runs alone, and the stage it is of. */
  private static Map<String, Object> logging() {
    Map<String, Object> logging = new LinkedHashMap<>();
    for (String module : StageApp.MODULES) {
      StageApp.of(module)
          .defaults()
          .forEach(
              (key, value) -> {
                String name = key.toString();
                if (name.equals(PATTERN)) {
                  logging.put(name, value.toString().replace(MESSAGE, "[%stage] " + MESSAGE));
                } else if (name.startsWith(LEVELS)) {
                  logging.put(name, value);
                }
              });
    }
    return logging;
  }
}
