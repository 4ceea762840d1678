package dev.fes.sink.nakadi;

import dev.fes.api.Sink;
import dev.fes.stage.Choice;
import dev.fes.stage.LetterPublisher;
import dev.fes.stage.Publisher;
import dev.fes.stage.StageSettings;
import java.net.URI;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Puts the publisher together from the sink of the resource and the installation's Nakadi. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({NakadiSettings.class, BatchSettings.class})
class NakadiSinkConfiguration {

  @Bean
  Sink.Nakadi sink(Environment environment) {
    return new Choice<Sink.Nakadi>("fes.sink", List.of(Sink.Nakadi.class))
        .read(Binder.get(environment), Sink.Nakadi.class);
  }

  @Bean
  EventType eventType(Sink.Nakadi sink, NakadiSettings nakadi) {
    URI base = sink.nakadiBaseUri() == null ? nakadi.baseUri() : sink.nakadiBaseUri();
    if (base == null) {
      throw new InvalidConfigurationPropertyValueException(
          "fes.nakadi.base-uri",
          null,
          "is missing: say where Nakadi is, or set fes.sink.nakadi-base-uri");
    }
    return new EventType(sink.eventType(), base);
  }

  @Bean
  Connections connections(NakadiSettings nakadi) {
    return new Connections(nakadi);
  }

  @Bean
  Token token(NakadiSettings nakadi, Connections connections) {
    if (nakadi.oauth2() != null) {
      return new GrantedToken(nakadi.oauth2(), connections);
    }
    return nakadi.tokenFile() == null
        ? Token.NONE
        : new FileToken(nakadi.tokenFile(), nakadi.tokenTypeFile());
  }

  @Bean
  NakadiClient nakadiClient(
      EventType eventType, NakadiSettings nakadi, Token token, Connections connections) {
    return new NakadiClient(eventType, nakadi.gzip(), token, connections);
  }

  @Bean
  Publisher publisher(
      NakadiClient client, EventType eventType, BatchSettings batches, StageSettings stage) {
    return LetterPublisher.inEnvelopes(
        new NakadiPublisher(
            client,
            new AnswerReader(eventType),
            batches,
            stage.recovery() != StageSettings.RecoveryType.NONE),
        stage.stream(),
        NakadiPublisher.LARGEST_EVENT);
  }
}
