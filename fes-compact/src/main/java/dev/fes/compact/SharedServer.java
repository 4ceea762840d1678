package dev.fes.compact;

import jakarta.servlet.Servlet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import org.apache.catalina.Host;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.ContainerBase;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.modeler.Registry;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/** The one web server of the process; each stage has a path of it. */
final class SharedServer {

  private final Tomcat tomcat = new Tomcat();
  private final Connector connector = new Connector();
  private final Path directory = directory();

  SharedServer(@Nullable String address, int port) {
    Registry.disableRegistry();
    connector.setPort(port);
    connector.setThrowOnFailure(true);
    if (address != null) {
      connector.setProperty("address", address);
    }
    connector.getProtocolHandler().setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    tomcat.setBaseDir(directory.toString());
    tomcat.setConnector(connector);
    tomcat.getHost().setAutoDeploy(false);
  }

  /**
   * @param rest answers what belongs to no stage that runs
   */
  void start(Servlet rest) {
    StandardContext root = (StandardContext) tomcat.addContext("", null);
    root.setClearReferencesRmiTargets(false);
    root.setClearReferencesThreadLocals(false);
    Tomcat.addServlet(root, "rest", rest);
    root.addServletMapping("/", "rest");
    try {
      tomcat.start();
      // a stage's context is complete only after it was added
      ((ContainerBase) tomcat.getHost()).setStartChildren(false);
    } catch (LifecycleException e) {
      throw new IllegalStateException("cannot listen on port " + connector.getPort(), e);
    }
  }

  Host host() {
    return tomcat.getHost();
  }

  int port() {
    return connector.getLocalPort();
  }

  void stop() {
    try {
      tomcat.stop();
      tomcat.destroy();
      FileSystemUtils.deleteRecursively(directory);
    } catch (LifecycleException | IOException e) {
      throw new IllegalStateException("the web server cannot be stopped", e);
    }
  }

  private static Path directory() {
    try {
      return Files.createTempDirectory("fes-compact");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
