package dev.fes.controller.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A real browser without a screen, in which a test looks at the dashboard as a person does. */
public final class Browser implements AutoCloseable {

  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final Logger QUIET = Logger.getLogger("org.openqa.selenium");

  private final ChromeDriver driver;

  /** How wide and how bright the screen is. */
  public enum Screen {
    DESK(1300, 900, false),
    DESK_AT_NIGHT(1300, 900, true),
    PHONE(390, 844, false),
    PHONE_AT_NIGHT(390, 844, true);

    private final int width;
    private final int height;
    private final boolean dark;

    Screen(int width, int height, boolean dark) {
      this.width = width;
      this.height = height;
      this.dark = dark;
    }
  }

  public Browser() {
    // that it has no protocol of its own for this very version of the browser, which nothing here
    // needs
    QUIET.setLevel(Level.SEVERE);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(program("chromium").toFile());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
        "--no-first-run",
        "--disable-sync",
        "--hide-scrollbars");
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    driver =
        new ChromeDriver(
            new ChromeDriverService.Builder()
                .usingDriverExecutable(program("chromedriver").toFile())
                .usingAnyFreePort()
                .build(),
            options);
  }

  private static Path program(String name) {
    return Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () ->
                new AssertionError(
                    name
                        + " is not on the PATH: install the packages chromium and chromium-driver"));
  }

  public Browser on(Screen screen) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of(
            "width",
            screen.width,
            "height",
            screen.height,
            "deviceScaleFactor",
            1,
            "mobile",
            screen.width < 500));
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(
                Map.of("name", "prefers-color-scheme", "value", screen.dark ? "dark" : "light"))));
    return this;
  }

  /** As if nobody had been here before. */
  public Browser open(String address) {
    driver.get("about:blank");
    driver.get(address);
    return this;
  }

  public void forgetEverything(String address) {
    driver.get(address);
    driver.executeScript("sessionStorage.clear()");
  }

  public Browser awaitText(String text) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(text().replaceAll("\\s+", " ")).contains(text));
    return this;
  }

  /** What a person can read. */
  public String text() {
    return String.valueOf(driver.executeScript("return document.body.innerText"));
  }

  public List<WebElement> all(String css) {
    return driver.findElements(By.cssSelector(css));
  }

  public WebElement one(String css) {
    return driver.findElement(By.cssSelector(css));
  }

  /** The button whose words begin so, within what matches. */
  public WebElement button(String within, String words) {
    return all(within + " button").stream()
        .filter(button -> button.getText().startsWith(words))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no button " + words + " in " + within));
  }

  /** Presses Tab until what has the focus begins with these words. */
  public void tabTo(String words) {
    await()
        .atMost(PATIENCE)
        .ignoreException(StaleElementReferenceException.class)
        .until(
            () -> {
              press(Keys.TAB);
              return focused().startsWith(words);
            });
  }

  public void press(CharSequence keys) {
    driver.switchTo().activeElement().sendKeys(keys);
  }

  /** The words of what has the focus, or its label. */
  public String focused() {
    return Objects.toString(
        driver.executeScript(
            "const e = document.activeElement; return (e.labels?.[0]?.innerText || e.innerText ||"
                + " '').trim()"),
        "");
  }

  public Object script(String script) {
    return driver.executeScript(script);
  }

  /** Whether nothing of the page is beyond this screen's edge; a phone would zoom out instead. */
  public boolean fits(Screen screen) {
    Object wide = driver.executeScript("return document.documentElement.scrollWidth");
    return ((Number) wide).intValue() <= screen.width;
  }

  /** What the browser complained of: a broken script, a file that is missing, a broken rule. */
  public List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(entry -> entry.getLevel() + " " + entry.getMessage())
        .toList();
  }

  /** All of the page, to the end of it. */
  public void screenshot(String name) {
    Object size = driver.executeCdpCommand("Page.getLayoutMetrics", Map.of()).get("cssContentSize");
    Map<String, Object> clip = new HashMap<>(Map.of("scale", 1));
    ((Map<?, ?>) size).forEach((side, length) -> clip.put(String.valueOf(side), length));
    Object image =
        driver
            .executeCdpCommand(
                "Page.captureScreenshot",
                Map.of("format", "png", "captureBeyondViewport", true, "clip", clip))
            .get("data");
    try {
      Files.createDirectories(SCREENSHOTS);
      Files.write(
          SCREENSHOTS.resolve(name + ".png"), Base64.getDecoder().decode(String.valueOf(image)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    driver.quit();
  }
}
