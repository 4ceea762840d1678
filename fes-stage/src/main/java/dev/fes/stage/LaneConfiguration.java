package dev.fes.stage;

import static dev.fes.stage.StageSettings.Ordering;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.function.Function;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.cloud.stream.binder.kafka.config.ClientFactoryCustomizer;
import org.springframework.cloud.stream.binding.BindingsLifecycleController;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.kafka.core.ConsumerFactory;

/**
 * What a stage with an input has: a {@link Publisher} makes it a sink, a {@link Converter} a flow.
 */
@AutoConfiguration(after = StageConfiguration.class)
class LaneConfiguration {

  static final String DEAD_LETTER_STAGE = "dead-letter";

  @Bean
  EventMessageConverter eventMessageConverter() {
    return new EventMessageConverter();
  }

  @Bean
  @Lazy // a source has none of its own: it reports each route
  StreamProgress streamProgress(StageSettings settings, Streams streams) {
    return streams.of(settings.stream());
  }

  @Bean
  @Lazy
  BadEvents badEvents(
      StageSettings settings,
      @Qualifier("deadLetterWriter") TopicWriter deadLetters,
      StreamProgress progress) {
    if (settings.name().equals(DEAD_LETTER_STAGE)) {
      return new BadEvents.Refusals(progress);
    }
    BadEvents letters = new BadEvents.ToDeadLetters(deadLetters, settings.name(), progress);
    return switch (settings.recovery()) {
      case NONE -> new BadEvents.BlockUntilSkipped(progress.skips(), letters);
      case IGNORE -> new BadEvents.Skip(progress);
      case DEAD_LETTER -> new BadEvents.InTurn(letters);
    };
  }

  @Bean
  @ConditionalOnMissingBean
  Restart restart(
      InputContainer input,
      ObjectProvider<BindingsLifecycleController> bindings,
      ObjectProvider<TopicWriter> writers,
      StreamProgress progress) {
    return new InputRestart(input, new BindingStates(bindings), writers, progress);
  }

  @Bean
  Commits commits() {
    return new Commits();
  }

  @Bean
  InputContainer inputContainer(Commits commits) {
    return new InputContainer(commits);
  }

  @Bean
  ClientFactoryCustomizer pacedCommits(Commits commits) {
    return new ClientFactoryCustomizer() {
      @Override
      public void configure(ConsumerFactory<?, ?> consumers) {
        paceCommits(consumers, commits);
      }
    };
  }

  @Bean
  Gaps gaps(Commits commits) {
    return new Gaps(commits);
  }

  @Bean
  @ConditionalOnBean(Publisher.class)
  Intake publishingIntake(
      StageSettings settings,
      Publisher target,
      Tracing tracing,
      BadEvents badEvents,
      Gaps gaps,
      Commits commits,
      StreamProgress progress,
      List<TopicWriter> writers,
      Restart restart) {
    Publisher publisher = tracing.around(target);
    Lanes.Spread spread = publisher.unordered() ? Lanes.Spread.ANY : spreadOf(settings.ordering());
    Function<Arrivals, Lane> lane =
        arrivals ->
            new PublishingLane(
                arrivals, publisher, badEvents, progress, new Patience(Backoff.DEFAULT, arrivals));
    return new Intake(
        () -> progress.carriedBy(new Lanes(spread, publisher.lanes(), lane, restart)),
        gaps,
        commits,
        progress,
        writers,
        restart);
  }

  @Bean
  @ConditionalOnBean(Converter.class)
  Intake convertingIntake(
      Converter flow,
      Tracing tracing,
      @Qualifier("outputWriter") TopicWriter output,
      BadEvents badEvents,
      Gaps gaps,
      Commits commits,
      StreamProgress progress,
      List<TopicWriter> writers,
      Restart restart) {
    Converter converter = tracing.around(flow);
    Function<Arrivals, Lane> lane =
        arrivals ->
            new ConvertingLane(
                arrivals,
                converter,
                output,
                badEvents,
                progress,
                new Patience(Backoff.DEFAULT, arrivals));
    return new Intake(
        () -> progress.carriedBy(new Lanes(Lanes.Spread.ONE, 1, lane, restart)),
        gaps,
        commits,
        progress,
        writers,
        restart);
  }

  @Bean
  @ConditionalOnBean(Intake.class)
  InputBinding inputBinding(Intake intake) {
    return new InputBinding(intake);
  }

  @Bean
  @ConditionalOnBean(Intake.class)
  InputLag inputLag(InputContainer input, StreamProgress progress) {
    return new InputLag(input, progress);
  }

  @Bean
  @ConditionalOnBean(InputLag.class)
  MeterBinder inputLagMeter(InputLag lag) {
    return meters ->
        Gauge.builder(StageTags.LAG, lag, InputLag::records)
            .description("Records in the input's topic that are not confirmed here")
            .register(meters);
  }

  private static <K, V> void paceCommits(ConsumerFactory<K, V> consumers, Commits commits) {
    consumers.addPostProcessor(
        consumer -> PacedCommits.around(consumer, commits, System::nanoTime));
  }

  private static Lanes.Spread spreadOf(Ordering ordering) {
    return switch (ordering) {
      case TOTAL -> Lanes.Spread.ONE;
      case PER_KEY -> Lanes.Spread.BY_KEY;
    };
  }
}
