package dev.fes.source.postgres;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the release of a reader in place of the reader. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("fes.source.release")
@EnableConfigurationProperties({
  PostgresSourceSettings.class,
  ReleaseSettings.class,
  Credentials.class
})
class ReleaseConfiguration {

  @Bean
  ReleaseRun releaseRun(
      PostgresSourceSettings settings,
      ReleaseSettings release,
      Credentials credentials,
      ReadersKafka kafka) {
    Database database = new Database(settings.address(), credentials, settings.reader());
    ReleaseRecords records =
        new KafkaReleaseRecords(
            kafka.topicOf(
                settings,
                (_, _, _) -> {
                  throw new IllegalStateException("a release publishes nothing");
                }),
            settings.reader(),
            kafka.producers());
    ReaderRelease work =
        new ReaderRelease(
            database,
            new Slot(settings.slotName(), database, null),
            settings.publicationName(),
            records,
            release.patience());
    return new ReleaseRun(work::run, release);
  }
}
