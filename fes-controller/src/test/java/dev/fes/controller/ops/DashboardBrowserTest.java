package dev.fes.controller.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fes.controller.ops.Browser.Screen;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openqa.selenium.Keys;

/** What a person sees of states that are hard to bring about, and what the buttons ask for. */
@Tag("observe")
class DashboardBrowserTest {

  private static final String ORDERS = "#/default/my-application/orders-1a2b3c4d";
  private static final String PAYMENTS = "#/default/my-application/payments-1a2b3c4d";
  private static final String SHIPMENTS = "#/default/shipping/shipments-1a2b3c4d";
  private static final String TRY = "#/try";

  private static Browser browser;
  private SampleController controller;

  @BeforeAll
  static void open() {
    browser = new Browser();
  }

  @AfterAll
  static void close() {
    browser.close();
  }

  @BeforeEach
  void start() throws IOException {
    controller = SampleController.withFive();
    browser.on(Screen.DESK).forgetEverything(controller.address());
    browser.complaints();
  }

  @AfterEach
  void stop() {
    controller.close();
  }

  @ParameterizedTest
  @EnumSource
  void saysFirstWhichStreamIsBlockedWhyAndWhatToPress(Screen screen) {
    browser.on(screen).open(controller.address()).awaitText("5 of 5 shown");
    browser.screenshot("five-streams-" + screen.name().toLowerCase(Locale.ROOT));

    String first = browser.one(".rows > li:first-child").getText();
    assertThat(first)
        .contains("Blocked", "payments-1a2b3c4d", "required key [occurred_at] not found")
        .contains("What to do:", "Skip this event…", "Runbook: Bad events")
        .doesNotContain("Restart…");
    assertThat(browser.script(IN_SIGHT)).isEqualTo(true);
    assertThat(browser.fits(screen)).isTrue();
    assertThat(browser.complaints()).isEmpty();
  }

  /** The state, the error and the first button of the first row. */
  private static final String IN_SIGHT =
      """
      return ['.state', '.words', '.help', 'button'].every(css => {
        const box = document.querySelector('.rows > li:first-child ' + css).getBoundingClientRect();
        return box.top >= 0 && box.bottom <= innerHeight && box.width > 0;
      })""";

  @ParameterizedTest
  @EnumSource
  void showsAStreamAsAPictureOfItsStagesAndTopics(Screen screen) {
    browser.on(screen).open(controller.address() + PAYMENTS).awaitText("Stages and topics");
    browser.screenshot("blocked-stream-" + screen.name().toLowerCase(Locale.ROOT));

    assertThat(browser.all(".picture:first-of-type > li b").stream().map(b -> b.getText()))
        .containsExactly(
            "Postgres", "Source", "Topic changes", "Flow", "Topic events", "Sink", "Nakadi");
    assertThat(browser.text()).contains("my-dead-letter-queue", "Last errors", "State changes");
    assertThat(browser.fits(screen)).isTrue();
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void showsWhatStagesAnswerAsTextWhateverItIs() {
    browser.open(controller.address()).awaitText(SampleAnswers.HOSTILE);

    assertThat(browser.all("main img")).isEmpty();
  }

  @Test
  void findsStreamsByStateAndWords() {
    browser.open(controller.address()).awaitText("5 of 5 shown");
    browser.button(".chips", "Paused").click();
    browser.awaitText("1 of 5 shown");
    browser.button(".chips", "All").click();
    browser.one("input[type=search]").sendKeys("shipping sqs.example");
    browser.awaitText("1 of 5 shown");

    assertThat(browser.script("return location.hash")).isEqualTo("#/?q=shipping+sqs.example");
  }

  @Test
  void saysInAnEmptyInstallationHowToBegin() throws IOException {
    try (SampleController empty = new SampleController(_ -> SampleAnswers.empty())) {
      browser.open(empty.address()).awaitText("No event streams yet");
      browser.screenshot("empty-installation");

      assertThat(browser.text())
          .contains("kind: FabricEventStream", "./fes validate", "./fes demo", "kubectl apply");
    }
  }

  @Test
  void asksForTheVeryPositionBeforeAGapIsAccepted() throws IOException {
    try (SampleController lost = new SampleController(tick -> new SampleAnswers(tick).gap())) {
      browser.open(lost.address()).awaitText("Runbook: Slot lost");
      browser.button("main", "Accept the gap…").click();
      browser.screenshot("gap");

      assertThat(browser.one("dialog").getText()).contains("This cannot be undone.");
      assertThat(browser.one("dialog input[name=position]").getDomProperty("value"))
          .isEqualTo("0/1B95DD0");
      browser.button("dialog", "Cancel").click();
      assertThat(lost.posted).isEmpty();
    }
  }

  @Test
  void offersNoBackfillWhereAStreamWasTrimmedAndNoRestartWhereRecordsWereDeleted()
      throws IOException {
    try (SampleController trimmed = failed("stream-trimmed", "accept-gap: \"shard-1\"");
        SampleController deleted = failed("gap", "records 3 to 7 were deleted before this stage")) {
      browser.open(trimmed.address()).awaitText("Runbook: Stream trimmed");
      assertThat(buttons()).containsExactly("Accept the gap…");

      browser.open(deleted.address()).awaitText("Runbook: Records deleted from a topic");
      assertThat(buttons()).containsExactly("Pause…");
    }
  }

  private static SampleController failed(String reason, String words) throws IOException {
    return new SampleController(tick -> new SampleAnswers(tick).failed(reason, words));
  }

  private static List<String> buttons() {
    return browser.all(".problem button").stream().map(button -> button.getText()).toList();
  }

  @Test
  void resumesTheEventStreamOrTheResourceAndNeverTheStageThatIsInTrouble() {
    giveToken();
    browser.open(controller.address()).awaitText("5 of 5 shown");
    for (String button : List.of("Resume", "Resume the resource")) {
      browser.button("main", button + "…").click();
      browser.button("dialog", button).click();
      browser.awaitText("Done: as was asked");
      browser.button("dialog", "Close").click();
      await().until(() -> browser.all("dialog[open]").isEmpty());
    }

    assertThat(controller.posted)
        .containsExactly(
            "{\"action\":\"resume\",\"stream\":\"prices-1a2b3c4d\"}", "{\"action\":\"resume\"}");
  }

  @Test
  void saysThatTheSourceOfAPausedEventStreamGoesOn() {
    browser.open(controller.address() + ORDERS).awaitText("Stages and topics");
    browser.button("main", "Pause…").click();

    assertThat(browser.one("dialog").getText())
        .contains("goes on, and its changes wait in its topics")
        .doesNotContain("write-ahead log");
  }

  @Test
  void waitsForAnActionThatTakesLong() {
    controller.work = Duration.ofSeconds(11);
    giveToken();
    browser.open(controller.address() + ORDERS).awaitText("Stages and topics");
    browser.button("main", "Restart…").click();
    browser.button("dialog", "Restart").click();

    browser.awaitText("Done: as was asked");
  }

  @Test
  void choosesNoLetterThatSomebodyElseHasDecided() {
    giveToken();
    browser.open(controller.address() + PAYMENTS).awaitText("Dead letters");
    browser.button("main", "Show them").click();
    browser.awaitText("letter 0 · kept");
    browser.all(".letters input").forEach(box -> box.click());
    browser.awaitText("Discard 2 chosen");
    controller.discarded.add(0L);
    browser.button("main", "Ask again").click();

    browser.awaitText("Discard 1 chosen");
  }

  @Test
  void saysOfAStandbyWhoLeads() throws IOException {
    try (SampleController standby = new SampleController(_ -> SampleAnswers.standby())) {
      browser.open(standby.address()).awaitText("This controller is a standby");
      browser.screenshot("standby");

      assertThat(browser.text()).contains("fes-controller-5d7c-x2x looks after the streams");
    }
  }

  @Test
  void saysWhichStageCannotBeReachedAndThatItsFiguresAreOld() {
    browser.open(controller.address()).awaitText("The flow stage cannot be reached.");
    assertThat(browser.all(".figures.stale")).hasSize(1);

    browser
        .open(controller.address() + "#/default/catalog/articles-1a2b3c4d")
        .awaitText("cannot be reached; figures of");
    browser.screenshot("unreachable-stage");
  }

  @Test
  void saysThatTheControllerHasNotLookedForLong() throws IOException {
    Instant longAgo = Instant.now().minus(Duration.ofMinutes(5));
    try (SampleController late =
        new SampleController(tick -> new SampleAnswers(tick, longAgo).five())) {
      browser.open(late.address()).awaitText("The controller looked here last at");

      assertThat(browser.all(".figures.stale")).hasSize(5);
    }
  }

  @Test
  void saysThatTheControllerIsAwayAndKeepsWhatWasSeen() {
    browser.open(controller.address()).awaitText("5 of 5 shown");
    controller.close();
    browser.awaitText("The controller is away: it does not answer.");
    browser.screenshot("controller-away");

    assertThat(browser.text()).contains("Not live: as of", "payments-1a2b3c4d");
    assertThat(browser.all("main.stale")).hasSize(1);
  }

  @Test
  void isWorkedByKeyboardAloneAndRefusedWithoutTheRightToken() {
    browser.open(controller.address()).awaitText("5 of 5 shown");
    browser.tabTo("Skip this event…");
    browser.press(Keys.ENTER);
    browser.awaitText("Takes exactly one event out of payments-1a2b3c4d at its sink stage");
    browser.screenshot("skip-one-event");

    browser.tabTo("Token");
    browser.press("a-guess");
    browser.press(Keys.ENTER);
    browser.awaitText("Not done: this token may not do that");
    browser.screenshot("skip-refused");
    assertThat(controller.posted).isEmpty();

    browser.tabTo("Token");
    browser.press(SampleController.TOKEN);
    browser.press(Keys.ENTER);
    browser.awaitText("Done: as was asked");
    browser.screenshot("skip-done");
    assertThat(controller.posted)
        .containsExactly(
            "{\"action\":\"skip\",\"stream\":\"payments-1a2b3c4d\",\"stage\":\"sink\",\"event\":\""
                + SampleAnswers.BLOCKING
                + "\"}");

    browser.press(Keys.ESCAPE);
    await().until(() -> browser.focused().equals("Skip this event…"));
  }

  @Test
  void saysWhatEachActionWillDoAndDoesNothingWhenItIsCancelled() {
    browser.open(controller.address() + ORDERS).awaitText("Stages and topics");
    for (String action : List.of("Pause…", "Restart…", "Backfill…")) {
      browser.button("main", action).click();
      assertThat(browser.one("dialog").getText()).contains("orders-1a2b3c4d", "Cancel");
      browser.button("dialog", "Cancel").click();
      await().until(() -> browser.all("dialog[open]").isEmpty());
    }

    assertThat(controller.posted).isEmpty();
  }

  @Test
  void showsDeadLettersToWhoHasATokenAndReplaysThoseThatAreChosen() {
    browser.open(controller.address() + PAYMENTS).awaitText("What they hold is shown only to who");
    assertThat(browser.text()).doesNotContain("0/1B95DD0 · key 42");
    browser.button("main", "Give a token…").click();
    browser.press(SampleController.TOKEN + Keys.ENTER);
    browser.awaitText("Done: the token is kept in this tab.");
    browser.button("dialog", "Close").click();
    browser.awaitText("letter 0 · kept");
    browser.all(".letters summary").getFirst().click();
    browser.awaitText("{\"html\": \"<b>bold</b>\"}");
    browser.all(".letters input").get(1).click();
    browser.awaitText("Replay 1 chosen");
    browser.screenshot("dead-letters");
    browser.button("main", "Replay 1 chosen").click();
    browser.button("dialog", "Replay").click();
    browser.awaitText("Begun: replay of 1 letter.");

    assertThat(controller.posted).containsExactly("{\"action\":\"replay\",\"letters\":[1]}");
  }

  @Test
  void readsTheLettersAgainWhenTheirJobHasEnded() {
    giveToken();
    browser.open(controller.address() + PAYMENTS).awaitText("Dead letters");
    browser.button("main", "Show them").click();
    browser.awaitText("letter 0 · kept");
    browser.button("main", "Replay all…").click();
    browser.button("dialog", "Replay").click();
    browser.awaitText("Begun: replay of 1 letter.");
    browser.button("dialog", "Close").click();
    browser.awaitText("replay is running");
    controller.ends(0);

    browser.awaitText("replay is done").awaitText("letter 0 · discarded");
  }

  @Test
  void saysHowFarABackfillIsAndCancelsIt() {
    giveToken();
    browser
        .open(controller.address() + SHIPMENTS)
        .awaitText("Running: 412,000 rows of about 1,000,000 read from public.outbox")
        .awaitText(SampleAnswers.HOSTILE);
    browser.screenshot("backfill");
    assertThat(browser.one("progress").getDomProperty("value")).isEqualTo("412000");
    assertThat(browser.all("main img")).isEmpty();
    browser.button("main", "Cancel backfill…").click();
    assertThat(browser.one("dialog").getText()).contains("live changes go on", "Let it go on");
    browser.button("dialog", "Cancel backfill").click();
    browser.awaitText("Done: as was asked");

    assertThat(controller.posted)
        .containsExactly("{\"action\":\"cancel-backfill\",\"stream\":\"shipments-1a2b3c4d\"}");
  }

  @Test
  void beginsABackfillWhereThereIsNone() {
    giveToken();
    browser
        .open(controller.address() + ORDERS)
        .awaitText("Nobody has asked for the rows that public.outbox holds already.");
    browser.button("main", "Backfill…").click();
    browser.button("dialog", "Backfill").click();
    browser.awaitText("Done: as was asked");

    assertThat(controller.posted)
        .containsExactly("{\"action\":\"backfill\",\"stream\":\"orders-1a2b3c4d\"}");
  }

  @Test
  void triesAManifestByKeyboardAlone() {
    browser.open(controller.address()).awaitText("5 of 5 shown");
    browser.tabTo("Try a manifest");
    browser.press(Keys.ENTER);
    await().until(() -> browser.focused().equals("Try a manifest"));
    browser.tabTo("Fill in an example");
    browser.press(Keys.ENTER);
    browser.tabTo("Validate");
    browser.press(Keys.ENTER);
    browser.awaitText("Valid: it would run here.");

    browser.tabTo("Preview");
    browser.press(Keys.ENTER);
    browser.awaitText("It is kept in this tab only");
    browser.press("a-guess" + Keys.ENTER);
    browser.awaitText("Done: the token is kept in this tab.");
    browser.press(Keys.ESCAPE);
    browser.awaitText("this token may not do that");
    browser.tabTo("Give another token…");
    browser.press(Keys.ENTER);
    browser.awaitText("It is kept in this tab only");
    browser.press(SampleController.TOKEN + Keys.ENTER);
    browser.awaitText("Done: the token is kept in this tab.");
    browser.press(Keys.ESCAPE);
    browser.awaitText("3 records: 1 event would be sent, 1 filtered, 1 bad.");
    assertThat(controller.posted).hasSize(1).first().asString().contains("\"records\":[");
  }

  @ParameterizedTest
  @EnumSource
  void listsWhatIsWrongWithAManifestAndWhatWouldBeSent(Screen screen) {
    giveToken();
    browser.on(screen).open(controller.address() + TRY).awaitText("Nothing is applied");
    browser.button("main", "Fill in an example").click();
    browser
        .one("#manifest")
        .sendKeys(Keys.chord(Keys.CONTROL, Keys.END), "    - flow: {type: <img src=x>}");
    browser.button("main", "Validate").click();
    browser.awaitText("Not valid: ").awaitText("spec.eventStreams[1]");
    browser.button("main", "Preview").click();
    browser
        .awaitText("filter: does not match")
        .awaitText("{\"html\": \"<b>bold</b>\"}")
        .awaitText(SampleAnswers.HOSTILE);
    browser.screenshot("try-" + screen.name().toLowerCase(Locale.ROOT));

    assertThat(browser.all("main img")).isEmpty();
    assertThat(browser.script(Readable.WITHOUT_A_NAME)).isEqualTo(List.of());
    assertThat(browser.script(Readable.TOO_FAINT)).isEqualTo(List.of());
    assertThat(browser.fits(screen)).isTrue();
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void previewsRecordsAsTheyAreWrittenOrAsTheyWerePublished() {
    giveToken();
    browser.open(controller.address() + TRY).awaitText("Nothing is applied");
    browser.one("#manifest").sendKeys("x");
    browser.one("#records").sendKeys("{\"n\": 12345678901234567890.10}");
    browser.button("main", "Preview").click();
    browser.awaitText("would be sent");
    browser.one("#records").sendKeys(",");
    browser.awaitText("This is about what was written before.");
    browser.button("main", "Preview").click();
    browser.awaitText("The sample records are no JSON");
    browser.all("[type=radio]").getLast().click();
    browser.one("input[name=stream]").sendKeys("1");
    browser.button("main", "Preview").click();
    browser.awaitText("would be sent");

    assertThat(controller.posted)
        .containsExactly(
            "{\"manifest\":\"x\",\"records\":[{\"n\": 12345678901234567890.10}]}",
            "{\"manifest\":\"x\",\"stream\":\"1\",\"captured\":5}");
  }

  @Test
  void forgetsWhatAPreviewShowedWithTheToken() {
    giveToken();
    browser.open(controller.address() + TRY).awaitText("Nothing is applied");
    browser.button("main", "Fill in an example").click();
    browser.button("main", "Preview").click();
    browser.awaitText("would be sent");
    browser.button("header", "Forget token").click();

    await().until(() -> !browser.text().contains("would be sent"));
  }

  private static void giveToken() {
    browser.script("sessionStorage.setItem('fes-token', '" + SampleController.TOKEN + "')");
  }

  @Test
  void forgetsTheTokenWithTheTab() {
    browser.script("sessionStorage.setItem('fes-token', 'x')");

    assertThat(browser.script("return localStorage.length + document.cookie.length")).isEqualTo(0L);
  }

  @Test
  void movesNothingWhileFiguresMove() {
    browser.open(controller.address()).awaitText("5 of 5 shown");
    browser.script(
        "window.shift = 0; new PerformanceObserver(l => l.getEntries().forEach(e => window.shift +="
            + " e.value)).observe({type: 'layout-shift'})");
    long asked = controller.asked();
    await().atMost(Duration.ofSeconds(30)).until(() -> controller.asked() >= asked + 4);

    assertThat(((Number) browser.script("return window.shift")).doubleValue()).isLessThan(0.001);
  }

  @Test
  void asksNobodyButItsController() {
    browser.open(controller.address() + PAYMENTS).awaitText("Stages and topics");

    assertThat(
            browser.script(
                "return performance.getEntriesByType('resource').filter(r => !r.name.startsWith("
                    + "location.origin)).map(r => r.name)"))
        .isEqualTo(List.of());
  }

  @Test
  void hasTheRunbookAtHand() {
    browser.open(controller.address() + "#/runbook/slot-lost").awaitText("Slot lost");
    browser.screenshot("runbook");

    assertThat(browser.script("return document.activeElement.id")).isEqualTo("slot-lost");
    assertThat(browser.complaints()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void canBeReadAndHasANameForEverything(Screen screen) {
    browser.on(screen);
    for (String page : List.of("", PAYMENTS, SHIPMENTS, "#/default/catalog/articles-1a2b3c4d")) {
      browser.open(controller.address() + page).awaitText("Live ");
      browser.awaitText("Throughput");

      assertThat(browser.script(Readable.WITHOUT_A_NAME)).as(page).isEqualTo(List.of());
      assertThat(browser.script(Readable.TOO_FAINT)).as(page).isEqualTo(List.of());
      assertThat(browser.script(Readable.TOO_SMALL)).as(page).isEqualTo(List.of());
    }
  }
}
