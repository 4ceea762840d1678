package dev.fes.compact;

import dev.fes.stage.Backoff;
import dev.fes.stage.Failure;
import dev.fes.stage.Stage;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.NestedExceptionUtils;
import tools.jackson.databind.json.JsonMapper;

/**
 * One stage in this process. What would end a process of its own, a start that fails, is tried
 * again after a pause, as a deployer does; the other stages do not notice. Only an error of the JVM
 * itself, such as a class that cannot be initialized, and a start that hangs end the process: a new
 * one may fare better.
 */
final class HostedStage {

  private static final Logger LOG = LoggerFactory.getLogger(HostedStage.class);

  /** A start in the middle of which the process ends is cut off: nothing is lost by that. */
  private static final Duration STILL_STARTING = Duration.ofSeconds(5);

  /** A start that takes longer is stuck, at Kafka or for ever: a new one is no worse off. */
  private static final Duration LONGEST_START = Duration.ofMinutes(4);

  private static final String LIVENESS = "liveness";

  private static final String SERVER_OF_ITS_OWN = "tomcatServletWebServerFactory";

  private static final Backoff BACKOFF =
      new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30));

  private final StageSpec spec;
  private final SharedServer server;
  private final CountDownLatch tried = new CountDownLatch(1);
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread starter;
  private volatile @Nullable ConfigurableApplicationContext context;
  private volatile @Nullable String problem;

  HostedStage(StageSpec spec, SharedServer server) {
    this.spec = spec;
    this.server = server;
    this.starter = Thread.ofPlatform().name("start-" + spec.name()).unstarted(this::run);
  }

  StageSpec spec() {
    return spec;
  }

  /** Why it cannot be started, if it cannot. */
  @Nullable String problem() {
    return problem;
  }

  /** Its status in a group of health. */
  String health(String group) {
    if (context instanceof ConfigurableApplicationContext running) {
      HealthDescriptor health = running.getBean(HealthEndpoint.class).healthForPath(group);
      return health == null ? Status.UNKNOWN.getCode() : health.getStatus().getCode();
    }
    return (group.equals(LIVENESS) ? Status.UP : Status.OUT_OF_SERVICE).getCode();
  }

  /** Its metrics as Prometheus takes them. */
  String scrape() {
    return context instanceof ConfigurableApplicationContext running
        ? running.getBean(PrometheusMeterRegistry.class).scrape()
        : "";
  }

  void start() {
    starter.start();
  }

  /** Until it runs, or could not be started the first time. */
  void awaitFirstTry() throws InterruptedException {
    tried.await();
  }

  void stop() {
    StageName.assume(spec.name());
    stopping.countDown();
    try {
      starter.join(STILL_STARTING);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (context instanceof ConfigurableApplicationContext running) {
      running.close();
    }
  }

  private void run() {
    StageName.assume(spec.name());
    int failures = 0;
    try {
      boolean goesOn = !tryStart();
      while (goesOn) {
        failures++;
        goesOn = isToGoOn(failures) && !tryStart();
      }
    } finally {
      tried.countDown();
    }
  }

  private boolean tryStart() {
    try (StartWatch _ = new StartWatch(LONGEST_START, HostedStage::giveUp)) {
      context = application().run("--spring.application.json=" + settings());
      problem = null;
      return true;
    } catch (RuntimeException e) {
      problem = NestedExceptionUtils.getMostSpecificCause(e).getMessage();
      return false;
    } catch (Error e) {
      LOG.error("the process is of no more use, and ends to be started again", e);
      Runtime.getRuntime().halt(1);
      return false;
    }
  }

  /** Not by way of the log: it may be what hangs. The sentence comes last, for last words. */
  private static void giveUp(String place) {
    System.err.println(
        place + "\na stage hangs in its start; the process ends to be started again");
    Runtime.getRuntime().halt(1);
  }

  private boolean isToGoOn(int failures) {
    tried.countDown();
    try {
      return !stopping.await(
          BACKOFF.after(failures, Failure.Kind.TRANSIENT).toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Without the part that sets up the log: that is the process's. */
  private SpringApplication application() {
    StageApp app = StageApp.of(spec.app());
    SpringApplication application = new SpringApplication(app.application());
    application.setDefaultProperties(app.defaults());
    application.setMainApplicationClass(app.application()); // nobody finds it on this thread
    Stage.useWhatTheBuildWrote(application, app.application());
    application.setRegisterShutdownHook(false);
    application.addInitializers((GenericApplicationContext stage) -> takeServer(stage));
    application.setListeners(
        application.getListeners().stream()
            .filter(listener -> !(listener instanceof LoggingApplicationListener))
            .toList());
    return application;
  }

  /** A server of its own is there already where the beans are those that the build wrote down. */
  private void takeServer(GenericApplicationContext stage) {
    if (stage.containsBeanDefinition(SERVER_OF_ITS_OWN)) {
      stage.removeBeanDefinition(SERVER_OF_ITS_OWN);
    }
    stage.registerBean(
        SERVER_OF_ITS_OWN,
        StageServerFactory.class,
        () -> new StageServerFactory(server, "/" + spec.name()));
  }

  private String settings() {
    return JsonMapper.shared().writeValueAsString(spec.settings());
  }
}
