package dev.fes.compact;

import org.apache.catalina.Container;
import org.apache.catalina.Host;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.LifecycleState;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.WebServerException;
import org.springframework.boot.web.servlet.ServletContextInitializer;

/** Serves a stage by a path of the process's own server, in place of a server for each. */
final class StageServerFactory extends TomcatServletWebServerFactory {

  private final SharedServer server;

  /**
   * @param path begins with a slash
   */
  StageServerFactory(SharedServer server, String path) {
    this.server = server;
    setContextPath(path);
  }

  @Override
  public WebServer getWebServer(ServletContextInitializer... initializers) {
    Gate gate = new Gate();
    addContextValves(gate);
    Host host = server.host();
    TempDirs directories = new TempDirs(getPort());
    prepareContext(host, initializers, directories);
    Container context = host.findChild(getSettings().getContextPath().toString());
    LifecycleException failure = start(context);
    if (context.getState() != LifecycleState.STARTED) {
      remove(host, context, directories);
      throw new WebServerException("its endpoints cannot be started", failure);
    }
    return new Served(host, context, gate, directories);
  }

  private static @Nullable LifecycleException start(Container context) {
    try {
      context.start();
      return null;
    } catch (LifecycleException e) {
      return e;
    }
  }

  /** Stops it as well. */
  private static void remove(Host host, Container context, TempDirs directories) {
    host.removeChild(context);
    directories.cleanup();
  }

  /** One stage's part of the server. */
  private final class Served implements WebServer {

    private final Host host;
    private final Container context;
    private final Gate gate;
    private final TempDirs directories;
    private boolean removed;

    private Served(Host host, Container context, Gate gate, TempDirs directories) {
      this.host = host;
      this.context = context;
      this.gate = gate;
      this.directories = directories;
    }

    @Override
    public void start() {
      gate.open();
    }

    @Override
    public synchronized void stop() {
      if (!removed) {
        removed = true;
        remove(host, context, directories);
      }
    }

    @Override
    public int getPort() {
      return server.port();
    }
  }
}
