package dev.fes.sink.sqs;

import dev.fes.api.Sink;
import dev.fes.stage.Choice;
import dev.fes.stage.LetterPublisher;
import dev.fes.stage.Publisher;
import dev.fes.stage.StageSettings;
import io.awspring.cloud.autoconfigure.AwsClientProperties;
import io.awspring.cloud.autoconfigure.core.AwsClientBuilderConfigurer;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;

/** Puts the publisher together from the sink of the resource and the installation's AWS. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({SqsSettings.class, BatchSettings.class})
class SqsSinkConfiguration {

  @Bean
  QueueTarget queueTarget(Environment environment) {
    String name = environment.getProperty("fes.sink.queue-name", "");
    return QueueTarget.of(
        new Choice<Sink>("fes.sink", List.of(Sink.SqsStandard.class, Sink.SqsFifo.class))
            .read(
                Binder.get(environment),
                name.endsWith(".fifo") ? Sink.SqsFifo.class : Sink.SqsStandard.class));
  }

  @Bean
  @ConfigurationProperties("spring.cloud.aws.sqs")
  SqsEndpoint sqsEndpoint() {
    return new SqsEndpoint();
  }

  /** Tries once: waiting and trying again is the stage's, where it can be seen. */
  @Bean
  SqsClient sqsClient(
      AwsClientBuilderConfigurer aws,
      SqsEndpoint endpoint,
      SqsSettings settings,
      BatchSettings batches) {
    SqsClientBuilder client = aws.configure(SqsClient.builder(), endpoint, null);
    ClientOverrideConfiguration once =
        client.overrideConfiguration().toBuilder()
            .retryStrategy(DefaultRetryStrategy.doNotRetry())
            .apiCallTimeout(settings.callTimeout())
            .build();
    return client
        .overrideConfiguration(once)
        .httpClientBuilder(
            Apache5HttpClient.builder()
                .maxConnections(2 * batches.lanes() + 1) // calls that hang have theirs yet
                .connectionTimeout(settings.connectTimeout())
                .socketTimeout(settings.callTimeout()))
        .build();
  }

  @Bean
  Publisher publisher(
      SqsClient client, QueueTarget target, BatchSettings batches, StageSettings stage) {
    SqsFailures failures =
        new SqsFailures(target, client.serviceClientConfiguration().region().id());
    MessageWriter writer =
        new MessageWriter(stage.stream(), stage.qualifiedStream(), target.fifo());
    CallPlan plan = new CallPlan(target.fifo(), batches, writer);
    return LetterPublisher.asTheyAre(
        new SqsPublisher(new Queue(client, target), plan, failures), stage.stream());
  }

  /** The endpoint and region of SQS alone, where they differ from those of the rest of AWS. */
  static final class SqsEndpoint extends AwsClientProperties {}
}
