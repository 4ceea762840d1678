package dev.fes.stage;

import dev.fes.kafka.RecordSize;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.boot.web.server.context.WebServerPortFileWriter;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.cloud.stream.binder.BinderFactory;
import org.springframework.cloud.stream.binder.kafka.support.ProducerConfigCustomizer;
import org.springframework.cloud.stream.binding.BindingService;
import org.springframework.cloud.stream.binding.BindingsLifecycleController;
import org.springframework.cloud.stream.binding.SubscribableChannelBindingTargetFactory;
import org.springframework.cloud.stream.config.BindingServiceConfiguration;
import org.springframework.cloud.stream.config.BindingServiceProperties;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.json.JsonMapper;

/** What every stage has: its bindings, writers, progress, and where an operator looks. */
@AutoConfiguration(before = BindingServiceConfiguration.class)
@EnableConfigurationProperties({StageSettings.class, ControlSettings.class})
class StageConfiguration {

  @Bean
  Streams streams(StageSettings settings, MeterRegistry meters) {
    return new Streams(settings, meters);
  }

  @Bean
  StageTags stageTags(StageSettings settings) {
    return new StageTags(settings);
  }

  /** Nothing of it is loaded where no collector is configured. */
  @Bean
  Tracing tracing(
      @Value("${fes.tracing.endpoint:}") String endpoint, ObjectProvider<SpanExport> spans) {
    return endpoint.isEmpty()
        ? new Tracing.Off()
        : new Tracing.On(new OpenSpans(spans.getObject()::export));
  }

  @Bean
  @Lazy
  SpanExport spanExport(@Value("${fes.tracing.endpoint}") URI endpoint, StageSettings settings) {
    return new SpanExport(endpoint, settings);
  }

  @Bean
  BindingService bindingService(
      BindingServiceProperties properties,
      BinderFactory binders,
      TaskScheduler scheduler,
      JsonMapper json) {
    return new NamedBindings(properties, binders, scheduler, json);
  }

  @Bean
  OutputBindings outputBindings(
      BindingServiceProperties bindings, SubscribableChannelBindingTargetFactory targetFactory) {
    return new OutputBindings(bindings, targetFactory);
  }

  /** One size limit for records, with room for key and headers. */
  @Bean
  ProducerConfigCustomizer producerSizes(@Value("${fes.max-record-size}") DataSize largest) {
    return (settings, binding, destination) -> {
      long bytes = largest.toBytes() + RecordSize.OVERHEAD_BYTES;
      settings.put("max.request.size", (int) bytes);
      settings.put("buffer.memory", Math.max(TopicWriter.LEAST_BUFFER_BYTES, 2 * bytes));
    };
  }

  @Bean
  KafkaAnswers kafkaAnswers(@Value("${fes.max-record-size}") DataSize largest) {
    return new KafkaAnswers(largest);
  }

  @Bean
  NoBinderMetrics noBinderMetrics() {
    return new NoBinderMetrics();
  }

  @Bean
  TopicWriter outputWriter(
      BindingServiceProperties bindings, OutputBindings outputs, ObjectProvider<Restart> restart) {
    return writer(OutputBindings.OUTPUT, bindings, outputs, restart);
  }

  /** Where the binding has no destination from the start, it gets this one when it is opened. */
  @Bean
  TopicWriter deadLetterWriter(
      BindingServiceProperties bindings,
      ControlSettings control,
      OutputBindings outputs,
      ObjectProvider<Restart> restart) {
    return control.deadLetters() instanceof String topic
            && !bindings.getBindings().containsKey(OutputBindings.DEAD_LETTERS)
        ? writer(topic, outputs, restart)
        : writer(OutputBindings.DEAD_LETTERS, bindings, outputs, restart);
  }

  @Bean
  FilterRegistrationBean<ControlFilter> controlFilter(ControlSettings control) {
    return new FilterRegistrationBean<>(new ControlFilter(control.tokenSha256()));
  }

  @Bean
  StageEndpoint stageEndpoint(
      StageSettings settings,
      Streams streams,
      List<TopicWriter> writers,
      ObjectProvider<BindingsLifecycleController> bindings,
      SkipRequest skips) {
    return new StageEndpoint(settings, streams, writers, new BindingStates(bindings), skips);
  }

  @Bean
  SkipRequest skipRequest(
      Streams streams,
      OutputBindings outputs,
      ControlSettings control,
      ObjectProvider<BindingService> bindings) {
    return new SkipRequest(streams, new DeadLetters(outputs, control.deadLetters(), bindings));
  }

  /** Tells whoever started this stage where it listens. */
  @Bean
  ApplicationListener<WebServerInitializedEvent> portFile(
      @Value("${fes.stage.port-file:}") String portFile) {
    return started -> {
      if (!portFile.isEmpty()) {
        new WebServerPortFileWriter(portFile).onApplicationEvent(started);
      }
    };
  }

  @Bean
  StageHealth stageHealthIndicator(StageEndpoint endpoint, Streams streams) {
    return new StageHealth(endpoint, streams);
  }

  private static TopicWriter writer(
      String binding,
      BindingServiceProperties bindings,
      OutputBindings outputs,
      ObjectProvider<Restart> restart) {
    return writer(bindings.getBindingDestination(binding), outputs, restart);
  }

  private static TopicWriter writer(
      String destination, OutputBindings outputs, ObjectProvider<Restart> restart) {
    return new TopicWriter(
        destination, outputs.outlet(destination), why -> restart.getObject().request(why));
  }
}
