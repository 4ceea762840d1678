package dev.fes.controller;

import static dev.fes.controller.plan.Manifests.outbox;
import static dev.fes.controller.plan.Manifests.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fes.controller.deploy.EmbeddedBroker;
import dev.fes.controller.deploy.FakeStageJars;
import dev.fes.controller.deploy.StageReport;
import dev.fes.controller.deploy.StageReport.Quantiles;
import dev.fes.controller.deploy.StreamState;
import dev.fes.controller.ops.Browser;
import dev.fes.controller.ops.Browser.Screen;
import dev.fes.controller.plan.Installation.Stages;
import dev.fes.controller.plan.TestInstallation;
import dev.fes.controller.reconcile.Reconciler;
import dev.fes.controller.reconcile.StreamStatus;
import dev.fes.controller.reconcile.StreamStatus.StageOfStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.json.JsonMapper;

/**
 * The dashboard of the controller as it runs, with a real broker and processes that say what a test
 * wants them to say. One story, in order.
 */
@Tag("observe")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DashboardOverControllerTest {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String EVENT = "6e352854-faec-84cc-8bec-8822de68bde4";

  @TempDir static Path directory;

  private static ConfigurableApplicationContext context;
  private static Browser browser;

  @BeforeAll
  static void start() throws IOException {
    Path jars = FakeStageJars.in(directory.resolve("jars"));
    Stages stages =
        new Stages(
            jars,
            directory.resolve("work"),
            List.of("-Xmx32m", "-XX:TieredStopAtLevel=1"),
            Duration.ofSeconds(20),
            Duration.ofSeconds(20));
    Path streams = Files.createDirectory(directory.resolve("streams"));
    context =
        Server.application(
                TestInstallation.toRun(EmbeddedBroker.shared().address(), stages, streams))
            .run("--server.port=0");
    browser = new Browser().on(Screen.DESK);
  }

  @AfterAll
  static void stop() {
    browser.close();
    context.close();
  }

  @Test
  @Order(1)
  void saysInAnEmptyInstallationHowToBegin() {
    browser.open(address()).awaitText("No event streams yet");
    browser.screenshot("controller-empty");

    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  @Order(2)
  void showsFiveStreamsOfWhichOneIsBlockedFirst() throws IOException {
    Files.writeString(
        directory.resolve("streams/shop.yaml"),
        outbox(
            "shop",
            "fes",
            stream("orders"),
            stream("payments"),
            stream("prices", ""),
            stream("articles", ""),
            stream("shipments", "")));
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(running()).isEqualTo(5));
    says(stage("payments", "sink"), blocked());
    browser.awaitText("5 of 5 shown").awaitText("Skip this event…");
    browser.screenshot("controller-five-streams");

    assertThat(browser.one(".rows > li:first-child").getText())
        .contains("Blocked", "payments", "the event type refuses the item", "What to do:");
    assertThat(browser.text()).contains("12.5 /s", "41 ms / 220 ms");
  }

  @Test
  @Order(3)
  void showsTheBlockedStreamWithItsTopicsErrorsAndSettings() {
    browser.one(".rows > li:first-child h2 a").click();
    browser.awaitText("Topic changes").awaitText("17 times since");
    browser.all(".stage summary").forEach(summary -> summary.click());
    browser.awaitText("fes.sink.event-type");
    browser.screenshot("controller-blocked-stream");

    assertThat(browser.text()).contains("localhost:5432/orders", "slot fes", "3 retries");
    assertThat(browser.text()).doesNotContain("password:");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  @Order(4)
  void doesNothingForWhoHasNoRight() {
    browser.button("main", "Restart…").click();
    browser.one("dialog input[name=token]").sendKeys("a-guess" + Keys.ENTER);
    browser.awaitText("Not done:");
    browser.screenshot("controller-refused");
    browser.press(Keys.ESCAPE);

    assertThat(status("payments").stages().stream().mapToInt(StageOfStream::restarts).sum())
        .isZero();
  }

  @Test
  @Order(5)
  void saysWhichStageCannotBeReached() throws IOException {
    Files.createFile(directory.resolve("work/mute-" + stage("prices", "sink").name()));
    browser.open(address());
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(browser.text()).contains("The sink stage cannot be reached."));
    browser.screenshot("controller-unreachable-stage");

    assertThat(browser.text()).contains("It answered last at");
    assertThat(browser.all(".figures.stale")).hasSize(1);
  }

  @Test
  @Order(6)
  void validatesAManifestAgainstWhatRuns() throws IOException {
    browser.complaints();
    browser.open(address() + "#/try").awaitText("Nothing is applied");
    browser
        .one("#manifest")
        .sendKeys(
            Files.readString(directory.resolve("streams/shop.yaml")).replace("shop", "shop-two"));
    browser.button("main", "Validate").click();
    browser.awaitText("default / shop-two: ReaderTaken").awaitText("default/shop");
    browser.screenshot("controller-try");

    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  @Order(7)
  void saysThatTheControllerItselfIsAway() {
    browser.open(address()).awaitText("5 of 5 shown");
    context.close();
    browser.awaitText("The controller is away: it does not answer.");
    browser.screenshot("controller-itself-away");
  }

  private static StageReport.Entry blocked() {
    String error =
        "the event type refuses the item: #/metadata: required key [occurred_at] not found (event "
            + EVENT
            + " at 0/1B95DD0)";
    Instant now = Instant.now();
    return new StageReport.Entry(
        status("payments").name(),
        StreamState.BLOCKED,
        "refused",
        error,
        7,
        0,
        0,
        0,
        0,
        null,
        null,
        List.of(EVENT),
        null,
        new StageReport.Recent(
            12.5,
            new Quantiles(0.041, 0.22),
            new Quantiles(0.002, 0.02),
            3,
            List.of(new StageReport.Seen(now.minusSeconds(60), now, 17, "refused", error))));
  }

  private static void says(StageOfStream stage, StageReport.Entry entry) throws IOException {
    Path draft = directory.resolve("draft");
    Files.writeString(
        draft, JsonMapper.shared().writeValueAsString(new StageReport(List.of(entry))));
    Files.move(
        draft, directory.resolve("work/says-" + stage.name()), StandardCopyOption.ATOMIC_MOVE);
  }

  private static StageOfStream stage(String stream, String role) {
    return status(stream).stages().stream()
        .filter(stage -> stage.role().equals(role))
        .findFirst()
        .orElseThrow();
  }

  private static StreamStatus status(String stream) {
    return statuses().filter(status -> status.name().startsWith(stream)).findFirst().orElseThrow();
  }

  private static long running() {
    return statuses().filter(status -> status.state() == StreamState.RUNNING).count();
  }

  private static Stream<StreamStatus> statuses() {
    return context.getBean(Reconciler.class).statuses().stream()
        .flatMap(resource -> resource.streams().stream());
  }

  private static String address() {
    int port = ((ServletWebServerApplicationContext) context).getWebServer().getPort();
    return "http://127.0.0.1:" + port + "/";
  }
}
