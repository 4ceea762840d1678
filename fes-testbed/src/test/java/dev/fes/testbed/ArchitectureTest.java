package dev.fes.testbed;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;

/**
 * The arrows of the house: {@code api <- stage <- source|flow|sink} and {@code api <- controller},
 * and no others.
 */
class ArchitectureTest {

  private static final String[] STAGES = {
    "dev.fes.stage..", "dev.fes.source..", "dev.fes.flow..", "dev.fes.sink.."
  };

  /** Which run in place of a stage, with beans of their own. */
  private static final String SINGLE_PIECES_OF_WORK =
      ".*\\.(PreviewConfiguration|ReleaseConfiguration|PostgresSourceConfiguration)";

  private static final Pattern BANNED_NAME =
      Pattern.compile(".*(Manager|Helper|Utils?|Common|Base|Impl|Data|Info)$");

  /** What Spring wrote down in the build has its names from classes, and two underscores. */
  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(location -> !location.contains("__"))
          .importPaths(
              Stream.of(
                      "api",
                      "kafka",
                      "stage",
                      "source-postgres",
                      "source-dynamodb",
                      "flow-functions",
                      "sink-nakadi",
                      "sink-sqs",
                      "compact",
                      "controller")
                  .map(module -> Path.of("..", "fes-" + module, "target", "classes"))
                  .toList());

  @Test
  void everyModuleIsLookedAt() {
    assertThat(HOUSE.stream().map(JavaClass::getPackageName))
        .contains(
            "dev.fes.api",
            "dev.fes.kafka",
            "dev.fes.stage",
            "dev.fes.source.postgres",
            "dev.fes.flow.nakadi",
            "dev.fes.sink.nakadi",
            "dev.fes.sink.sqs",
            "dev.fes.compact",
            "dev.fes.controller.plan");
  }

  @Test
  void theResourceAndWhatTravelsKnowNoFramework() {
    noClasses()
        .that()
        .resideInAPackage("dev.fes.api..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.springframework..", "org.apache.kafka..", "io.fabric8..")
        .check(HOUSE);
  }

  @Test
  void theControllerNeverSeesSpringCloudStreamNorAStage() {
    noClasses()
        .that()
        .resideInAPackage("dev.fes.controller..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.springframework.cloud.stream..",
            "dev.fes.stage..",
            "dev.fes.source..",
            "dev.fes.flow..",
            "dev.fes.sink..",
            "dev.fes.compact..")
        .check(HOUSE);
  }

  @Test
  void aStageNeverSeesTheKubernetesClientNorTheController() {
    noClasses()
        .that()
        .resideInAnyPackage(STAGES)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.fabric8..", "dev.fes.controller..")
        .check(HOUSE);
  }

  @Test
  void onlyWhatIsForAClusterSeesTheKubernetesClient() {
    noClasses()
        .that()
        .resideInAPackage("dev.fes.controller..")
        .and()
        .resideOutsideOfPackage("dev.fes.controller..kubernetes..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.fabric8..", "org.springframework.cloud.kubernetes..")
        .check(HOUSE);
  }

  @Test
  void nobodySeesTheProcessThatHostsStages() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.fes.compact..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.fes.compact..")
        .check(HOUSE);
  }

  @Test
  void whatHostsStagesKnowsNeitherKafkaNorTheController() {
    noClasses()
        .that()
        .resideInAPackage("dev.fes.compact..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.kafka..", "io.fabric8..", "dev.fes.controller..")
        .check(HOUSE);
  }

  @Test
  void stagesNeverSeeEachOther() {
    slices()
        .matching("dev.fes.(source|flow|sink).(*)..")
        .should()
        .notDependOnEachOther()
        .check(HOUSE);
  }

  @Test
  void aStageUsesNoKafkaClientButTheBinders() {
    noClasses()
        .that()
        .resideInAnyPackage(STAGES)
        .and()
        .doNotHaveSimpleName("Training") // its process ends before it is a stage
        .should()
        .dependOnClassesThat()
        .haveNameMatching(
            "org\\.apache\\.kafka\\.clients\\.(producer\\.KafkaProducer|consumer\\.KafkaConsumer|admin\\..*)")
        .check(HOUSE);
  }

  /** Decision 62: that a bean is there is settled in the build. */
  @Test
  void noBeanOfAStageDependsOnASetting() {
    Stream.of(ConditionalOnProperty.class, ConditionalOnBooleanProperty.class)
        .forEach(
            condition -> {
              noMethods()
                  .that()
                  .areDeclaredInClassesThat()
                  .resideInAnyPackage(STAGES)
                  .should()
                  .beAnnotatedWith(condition)
                  .check(HOUSE);
              noClasses()
                  .that()
                  .resideInAnyPackage(STAGES)
                  .and()
                  .haveNameNotMatching(SINGLE_PIECES_OF_WORK)
                  .should()
                  .beAnnotatedWith(condition)
                  .check(HOUSE);
            });
  }

  @Test
  void plannersAreValuesInAndValuesOut() {
    noClasses()
        .that()
        .resideInAPackage("dev.fes.controller.plan..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.springframework.beans..",
            "org.springframework.context..",
            "org.apache.kafka..",
            "org.slf4j..",
            "java.time.Clock")
        .check(HOUSE);
  }

  @Test
  void namesSayWhatAThingIs() {
    assertThat(HOUSE.stream().map(JavaClass::getSimpleName))
        .noneMatch(name -> BANNED_NAME.matcher(name).matches());
  }
}
