package dev.fes.controller;

import dev.fes.controller.InstallationFile.Unusable;
import dev.fes.controller.kubernetes.KubernetesPlatform;
import dev.fes.controller.plan.Installation;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** The running controller. */
final class Server {

  private static final Logger LOG = LoggerFactory.getLogger(Server.class);

  /** The rest of the directory is called after namespaces, which have no such name. */
  private static final String LOCK = ".lock";

  /** Held, for a channel that nobody holds is closed and its lock with it. */
  private static @Nullable FileChannel lock;

  private Server() {}

  /** Says at once what only {@code run} needs and the configuration does not have. */
  static void check(Installation installation) throws Unusable {
    if (installation.kubernetes().enabled()) {
      return;
    }
    Path streams = installation.streamsDirectory();
    if (streams == null || !Files.isDirectory(streams)) {
      throw new Unusable(
          "fes.streams-directory: "
              + (streams == null ? "is missing" : streams + " is not a directory")
              + ": name the directory of the manifests, or use --streams DIR");
    }
    Path stages = installation.stages().directory();
    if (stages == null || !Files.isDirectory(stages)) {
      throw new Unusable(
          "fes.stages.directory: "
              + (stages == null ? "is missing" : stages + " is not a directory")
              + ": name the directory of the stages' jars");
    }
  }

  /**
   * Holds the work directory as long as this process lives, so that no two controllers run the same
   * streams.
   */
  static void claim(Path workDirectory) throws Unusable {
    try {
      Files.createDirectories(workDirectory);
      lock =
          FileChannel.open(
              workDirectory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (lock.tryLock() == null) {
        throw new Unusable(
            "fes.stages.work-directory: another controller works in "
                + workDirectory
                + ": stop it, or give this one a directory of its own");
      }
    } catch (IOException e) {
      throw new Unusable(
          "fes.stages.work-directory: "
              + workDirectory
              + " cannot be used ("
              + e.getMessage()
              + "): name a directory that can be written");
    }
  }

  /** False when it could not be started; why has been said. */
  static boolean start(
      Installation installation, Path config, Optional<String> port, PrintStream err) {
    List<String> properties = new ArrayList<>();
    properties.add("--spring.config.additional-location=" + config.toAbsolutePath().toUri());
    port.ifPresent(number -> properties.add("--server.port=" + number));
    try {
      ConfigurableApplicationContext context =
          application(installation).run(properties.toArray(String[]::new));
      if (context instanceof ServletWebServerApplicationContext web && web.getWebServer() != null) {
        LOG.info("running; see http://localhost:{}/actuator/streams", web.getWebServer().getPort());
      }
      return true;
    } catch (RuntimeException e) {
      err.println("cannot start: " + rootMessage(e));
      return false;
    }
  }

  static SpringApplication application(Installation installation) {
    boolean inCluster = installation.kubernetes().enabled();
    SpringApplication application =
        new SpringApplication(
            FesController.class, inCluster ? KubernetesPlatform.class : LocalPlatform.class);
    application.setWebApplicationType(WebApplicationType.SERVLET);
    application.setDefaultProperties(
        Map.of("spring.main.cloud-platform", inCluster ? "kubernetes" : "none"));
    application.addInitializers(
        context -> context.getBeanFactory().registerSingleton("installation", installation));
    return application;
  }

  private static String rootMessage(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }
}
