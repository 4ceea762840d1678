package dev.fes.sink.nakadi;

import dev.fes.api.Sink;
import dev.fes.stage.Publisher;
import dev.fes.stage.StageSettings;
import java.net.URI;
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

  private static final String TYPE = "fes.sink.type";

  @Bean
  Sink.Nakadi sink(Environment environment) {
    String type = environment.getProperty(TYPE, "");
    if (!type.equals(Sink.Nakadi.class.getSimpleName())) {
      throw new InvalidConfigurationPropertyValueException(
          TYPE, type, "is not what this app publishes to: Nakadi");
    }
    return Binder.get(environment).bindOrCreate("fes.sink", Sink.Nakadi.class);
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
  Token token(NakadiSettings nakadi) {
    return nakadi.tokenFile() == null
        ? Token.NONE
        : new FileToken(nakadi.tokenFile(), nakadi.tokenTypeFile());
  }

  @Bean(destroyMethod = "close")
  NakadiClient nakadiClient(EventType eventType, NakadiSettings nakadi, Token token) {
    return new NakadiClient(eventType, nakadi, token);
  }

  @Bean
  Publisher publisher(
      NakadiClient client, EventType eventType, BatchSettings batches, StageSettings stage) {
    return new LetterPublisher(
        new NakadiPublisher(client, new AnswerReader(eventType), batches),
        new Envelope(stage.stream()));
  }
}
