package dev.fes.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.cloud.stream.binder.Binder;
import org.springframework.cloud.stream.binder.BinderFactory;
import org.springframework.cloud.stream.binder.Binding;
import org.springframework.cloud.stream.binder.ConsumerProperties;
import org.springframework.cloud.stream.binder.ProducerProperties;
import org.springframework.cloud.stream.config.BindingProperties;
import org.springframework.cloud.stream.config.BindingServiceProperties;
import org.springframework.context.support.StaticApplicationContext;
import org.springframework.integration.channel.DirectChannel;
import org.springframework.kafka.KafkaException;
import org.springframework.messaging.MessageChannel;
import org.springframework.scheduling.TaskScheduler;
import tools.jackson.databind.json.JsonMapper;

class NamedBindingsTest {

  private final Kafka kafka = new Kafka();
  private final Deque<Runnable> retries = new ArrayDeque<>();
  private final NamedBindings bindings =
      new NamedBindings(properties(), factory(kafka), scheduler(), JsonMapper.shared());
  private final DirectChannel input = new DirectChannel();

  @BeforeEach
  void nameTheChannel() {
    input.setComponentName("input");
  }

  @Test
  void aBindingThatWaitsForKafkaHasItsOwnName() {
    assertThat(bindings.bindConsumer(input, "input"))
        .singleElement()
        .satisfies(
            waiting -> {
              assertThat(waiting.getBindingName()).isEqualTo("input");
              assertThat(waiting.isInput()).isTrue();
              assertThat(waiting.isRunning()).isTrue();
            });
  }

  @Test
  void aBindingThatWasLateDoesAsItIsTold() {
    Binding<?> late = bound();
    kafka.isBack = true;
    retries.remove().run();
    late.stop();
    late.start();
    late.pause();
    late.resume();
    assertThat(kafka.asked).containsExactly("stop", "start", "pause", "resume");
  }

  @Test
  void whatWasAskedOfABindingBeforeItWasBoundCounts() {
    bound().stop();
    kafka.isBack = true;
    retries.remove().run();
    assertThat(kafka.asked).containsExactly("stop");
  }

  @Test
  void aBindingThatIsGivenUpStaysUnboundWhenKafkaIsBack() {
    bindings.bindConsumer(input, "input");
    bindings.unbindConsumers("input");
    kafka.isBack = true;
    retries.remove().run();
    assertThat(kafka.asked).contains("unbind");
  }

  @Test
  void aBindingThatIsNotLateIsTheBindersOwn() {
    kafka.isBack = true;
    assertThat(bound()).isInstanceOf(Kafka.Bound.class);
  }

  private Binding<?> bound() {
    return bindings.bindConsumer(input, "input").iterator().next();
  }

  private static BindingServiceProperties properties() {
    BindingProperties input = new BindingProperties();
    input.setDestination("orders.events");
    input.setGroup("orders.sink");
    BindingServiceProperties properties = new BindingServiceProperties();
    properties.setApplicationContext(new StaticApplicationContext());
    properties.setBindings(Map.of("input", input));
    properties.setBindingRetryInterval(1);
    return properties;
  }

  private static BinderFactory factory(Binder<MessageChannel, ?, ?> binder) {
    return new BinderFactory() {
      @Override
      @SuppressWarnings("unchecked")
      public <T> Binder<T, ? extends ConsumerProperties, ? extends ProducerProperties> getBinder(
          String name, Class<? extends T> target) {
        return (Binder<T, ? extends ConsumerProperties, ? extends ProducerProperties>) binder;
      }
    };
  }

  private TaskScheduler scheduler() {
    return (TaskScheduler)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {TaskScheduler.class},
            (_, method, arguments) -> {
              assertThat(method.getName()).isEqualTo("schedule");
              assertThat(arguments[1]).isInstanceOf(Instant.class);
              retries.add((Runnable) arguments[0]);
              return null;
            });
  }

  /** Refuses to bind until it is back. */
  private static final class Kafka
      implements Binder<MessageChannel, ConsumerProperties, ProducerProperties> {

    private final List<String> asked = new ArrayList<>();
    private boolean isBack;

    @Override
    public Binding<MessageChannel> bindConsumer(
        String name, String group, MessageChannel target, ConsumerProperties settings) {
      if (!isBack) {
        throw new KafkaException("away");
      }
      return new Bound();
    }

    @Override
    public Binding<MessageChannel> bindProducer(
        String name, MessageChannel target, ProducerProperties settings) {
      throw new UnsupportedOperationException();
    }

    private final class Bound implements Binding<MessageChannel> {

      private boolean running = true;

      @Override
      public void start() {
        running = true;
        asked.add("start");
      }

      @Override
      public void stop() {
        running = false;
        asked.add("stop");
      }

      @Override
      public void pause() {
        asked.add("pause");
      }

      @Override
      public void resume() {
        asked.add("resume");
      }

      @Override
      public boolean isRunning() {
        return running;
      }

      @Override
      public void unbind() {
        asked.add("unbind");
      }
    }
  }
}
