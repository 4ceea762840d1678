package dev.fes.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.cloud.stream.binder.kafka.properties.KafkaBinderConfigurationProperties;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;

class ProducerSettingsTest {

  private static final String BINDER = "spring.cloud.stream.kafka.binder";

  @Test
  void aProducerWaitsForNoCompanyAndPacksWhatHasComeMeanwhile() throws IOException {
    assertThat(producer(Map.of()))
        .containsEntry("linger.ms", "0")
        .containsEntry("max.in.flight.requests.per.connection", "1")
        .containsEntry("batch.size", "131072")
        .containsEntry("compression.type", "lz4");
  }

  @Test
  void anInstallationChoosesHowMuchGoesAtOnce() throws IOException {
    assertThat(producer(Map.of(BINDER + ".configuration.batch.size", "1048576")))
        .containsEntry("batch.size", "1048576");
  }

  @Test
  void anInstallationDoesNotChooseWhetherRecordsAreSafe() throws IOException {
    assertThat(producer(Map.of(BINDER + ".configuration.acks", "1"))).containsEntry("acks", "all");
  }

  private static Map<String, Object> producer(Map<String, String> chosen) throws IOException {
    Properties settings =
        PropertiesLoaderUtils.loadProperties(new ClassPathResource("fes-stage.properties"));
    settings.putAll(chosen);
    KafkaBinderConfigurationProperties binder =
        new KafkaBinderConfigurationProperties(
            new KafkaProperties(),
            new StaticListableBeanFactory().getBeanProvider(KafkaConnectionDetails.class));
    new Binder(new MapConfigurationPropertySource(settings))
        .bind(BINDER, Bindable.ofInstance(binder));
    return binder.mergedProducerConfiguration();
  }
}
