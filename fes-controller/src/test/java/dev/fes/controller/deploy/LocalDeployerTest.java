package dev.fes.controller.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fes.controller.deploy.StageProcess.Patience;
import dev.fes.controller.plan.Installation;
import dev.fes.controller.plan.Installation.Stages;
import dev.fes.controller.plan.Stage;
import dev.fes.controller.plan.TestInstallation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalDeployerTest extends DeployerContract {

  private static final List<String> LIGHT =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-Xmx32m");

  @TempDir Path directory;

  private LocalDeployer deployer;

  @BeforeEach
  void open() throws IOException {
    deployer =
        new LocalDeployer(installation(directory), System.getenv(), TestTokens.known(), patience());
  }

  @AfterEach
  void close() {
    deployer.close();
  }

  @Test
  void saysWithItsLastWordsWhyAStageDoesNotRun() throws IOException {
    Files.createFile(directory.resolve("broken"));

    deployer.apply(small);

    await()
        .untilAsserted(
            () ->
                assertThat(deployer.status(small.key()))
                    .allSatisfy(
                        stage -> {
                          assertThat(stage.state()).isEqualTo(StreamState.FAILED);
                          assertThat(stage.error())
                              .contains("exit code 3", "cannot live without its heart");
                          assertThat(stage.instance().restarts()).isGreaterThanOrEqualTo(3);
                        }));
  }

  @Test
  void recoversByItselfOnceTheReasonIsMended() throws IOException {
    Path broken = Files.createFile(directory.resolve("broken"));
    deployer.apply(small);
    await().until(() -> deployer.status(small.key()).getFirst().instance().restarts() > 0);

    Files.delete(broken);

    running(small);
  }

  @Test
  void saysWhyAReaderIsNotReleasedAndTriesAgain() throws IOException {
    Path bound = Files.createFile(directory.resolve("bound"));
    Stage source = small.stages().getLast();

    assertThat(released(source, Release.Progress.FAILED).words())
        .isEqualTo("the slot is still read");

    Files.delete(bound);
    assertThat(released(source, Release.Progress.DONE).words()).isEqualTo("the slot is dropped");
  }

  @Test
  void saysTheLastWordsOfAReleaseThatCannotRun() throws IOException {
    Files.createFile(directory.resolve("broken"));

    assertThat(released(small.stages().getLast(), Release.Progress.FAILED).words())
        .contains("exit code 3");
  }

  @Test
  void killsAStageThatDoesNotEnd() throws IOException {
    deployer.apply(small);
    List<ProcessHandle> processes = processes();
    Files.createFile(directory.resolve("deaf"));

    deployer.remove(small.key());

    assertThat(processes).noneMatch(ProcessHandle::isAlive);
  }

  @Test
  void leavesNothingBehindWhenItIsClosed() {
    deployer.apply(small);
    List<ProcessHandle> processes = processes();

    deployer.close();

    assertThat(processes).noneMatch(ProcessHandle::isAlive);
  }

  @Test
  void leavesNothingBehindWhenItIsKilled() throws IOException, InterruptedException {
    Process controller =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                KilledController.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<ProcessHandle> stages;
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(controller.getInputStream(), StandardCharsets.UTF_8))) {
      String pids = out.lines().filter(line -> line.startsWith("pids ")).findFirst().orElseThrow();
      stages =
          List.of(pids.substring(5).split(" ")).stream()
              .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream())
              .toList();
      assertThat(stages).hasSize(2).allMatch(ProcessHandle::isAlive);

      controller.destroyForcibly().waitFor();
    }

    await().untilAsserted(() -> assertThat(stages).noneMatch(ProcessHandle::isAlive));
  }

  @Test
  void keepsTheLogOfEachStage() {
    deployer.apply(small);
    running(small);

    assertThat(
            directory
                .resolve("default")
                .resolve(small.stages().getFirst().name())
                .resolve("stage.log"))
        .content()
        .contains("started");
  }

  @Override
  Deployer deployer() {
    return deployer;
  }

  @Override
  void crash(StageStatus stage) {
    ProcessHandle.of(Objects.requireNonNull(stage.instance().pid()))
        .orElseThrow()
        .destroyForcibly();
  }

  @Override
  List<String> ends() {
    try {
      Path journal = directory.resolve("journal");
      return Files.exists(journal) ? Files.readAllLines(journal) : List.of();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  List<String> starts(List<StageStatus> stages) {
    return stages.stream()
        .sorted(Comparator.comparing(stage -> stage.instance().pid()))
        .map(stage -> stage.stage().name())
        .toList();
  }

  static Installation installation(Path directory) throws IOException {
    Path jars = FakeStageJars.in(directory.resolve("jars"));
    return TestInstallation.with(
        new Stages(jars, directory, LIGHT, Duration.ofSeconds(5), Duration.ofSeconds(5)));
  }

  static Patience patience() {
    return new Patience(
        Duration.ofMillis(20),
        Duration.ofMillis(500),
        Duration.ofMinutes(1),
        Duration.ofMinutes(1),
        Duration.ofSeconds(1));
  }

  private List<ProcessHandle> processes() {
    return running(small).stream()
        .map(
            stage -> ProcessHandle.of(Objects.requireNonNull(stage.instance().pid())).orElseThrow())
        .toList();
  }
}
