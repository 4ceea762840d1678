package dev.fes.flow.lambda;

import dev.fes.api.Flow;
import dev.fes.api.event.Event;
import dev.fes.flow.FlowSettings;
import dev.fes.flow.OrderingKey;
import dev.fes.stage.Backoff;
import io.awspring.cloud.autoconfigure.AwsClientProperties;
import io.awspring.cloud.autoconfigure.core.AwsAutoConfiguration;
import io.awspring.cloud.autoconfigure.core.AwsClientBuilderConfigurer;
import io.awspring.cloud.autoconfigure.core.CredentialsProviderAutoConfiguration;
import io.awspring.cloud.autoconfigure.core.RegionProviderAutoConfiguration;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.LambdaClientBuilder;

/** The function {@code aws-lambda}; nothing of AWS is made for other flows. */
@Configuration(proxyBeanMethods = false)
@Lazy
@EnableConfigurationProperties(LambdaSettings.class)
@Import({
  CredentialsProviderAutoConfiguration.class,
  RegionProviderAutoConfiguration.class,
  AwsAutoConfiguration.class
})
class LambdaFlowConfiguration {

  private static final Backoff AFTER_FUNCTION_ERROR =
      new Backoff(Duration.ofMillis(200), Duration.ofSeconds(1));

  /** Spring Cloud AWS's own are made at once where nobody says otherwise. */
  @Bean
  static BeanFactoryPostProcessor lazyAws() {
    return beans ->
        Stream.of(beans.getBeanDefinitionNames())
            .map(beans::getBeanDefinition)
            .filter(LambdaFlowConfiguration::isOfSpringCloudAws)
            .forEach(bean -> bean.setLazyInit(true));
  }

  @Bean("aws-lambda")
  Function<List<Event>, List<Event>> lambdaConversion(
      LambdaClient client, FlowSettings flow, Environment settings) {
    return new LambdaConversion(
        new LambdaFunction(client, conversion(settings), AFTER_FUNCTION_ERROR),
        new AnswerReader(new OrderingKey(flow.partitionKeyFields())));
  }

  @Bean
  @ConfigurationProperties("spring.cloud.aws.lambda")
  LambdaEndpoint lambdaEndpoint() {
    return new LambdaEndpoint();
  }

  /**
   * Tries once: waiting and trying again is the stage's, where it can be seen. A function is called
   * in the region that its ARN names.
   */
  @Bean
  LambdaClient lambdaClient(
      AwsClientBuilderConfigurer aws,
      LambdaEndpoint endpoint,
      LambdaSettings calls,
      Environment settings) {
    endpoint.setRegion(conversion(settings).region());
    LambdaClientBuilder client = aws.configure(LambdaClient.builder(), endpoint, null);
    ClientOverrideConfiguration once =
        client.overrideConfiguration().toBuilder()
            .retryStrategy(DefaultRetryStrategy.doNotRetry())
            .apiCallTimeout(calls.callTimeout())
            .build();
    return client
        .overrideConfiguration(once)
        .httpClientBuilder(
            Apache5HttpClient.builder()
                .maxConnections(2 * calls.concurrency()) // calls given up may be under way still
                .tcpKeepAlive(true)
                .connectionTimeout(calls.connectTimeout())
                .socketTimeout(calls.callTimeout()))
        .build();
  }

  /** The bean of an imported class has its name. */
  private static boolean isOfSpringCloudAws(BeanDefinition bean) {
    return Stream.of(bean.getBeanClassName(), bean.getFactoryBeanName())
        .anyMatch(name -> name != null && name.startsWith("io.awspring."));
  }

  private static Flow.AwsLambdaConversion conversion(Environment settings) {
    return Binder.get(settings).bindOrCreate("fes.flow", Flow.AwsLambdaConversion.class);
  }

  /** The endpoint of Lambda alone, where it differs from that of the rest of AWS. */
  static final class LambdaEndpoint extends AwsClientProperties {}
}
