package dev.fes.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fes.stage.StreamState.Activity;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.cloud.stream.binder.Binding;
import org.springframework.cloud.stream.binder.DefaultBinding;
import org.springframework.cloud.stream.binding.BindingsLifecycleController;
import org.springframework.cloud.stream.binding.InputBindingLifecycle;
import org.springframework.cloud.stream.binding.OutputBindingLifecycle;
import org.springframework.integration.core.Pausable;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.MessageListener;

class InputRestartTest {

  private static final Failure WHY = Failure.transientFailure("unexpected", "a lane broke");

  private final StreamProgress progress =
      new Streams(
              new StageSettings(null, null, null, null, "sink", null, null),
              new SimpleMeterRegistry())
          .of("orders");
  private final Consumers consumers = new Consumers();
  private final ConcurrentMessageListenerContainer<byte[], byte[]> container = container(consumers);
  private final Switch byHand = new Switch();
  private final DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
  private final InputRestart restart = restart();

  @AfterEach
  void stop() {
    restart.onApplicationEvent(null);
    container.stop();
  }

  @Test
  void startsTheInputAgain() {
    restart.request(WHY);
    await().until(() -> consumers.made.get() == 2);
    assertThat(container.isRunning()).isTrue();
  }

  @Test
  void anInputThatCannotBeStartedIsTriedAgain() {
    consumers.failures.set(2);
    restart.request(WHY);
    await()
        .untilAsserted(
            () ->
                assertThat(progress.state())
                    .returns(Activity.RETRYING, StreamState::activity)
                    .returns("kafka-unreachable", StreamState::reason)
                    .returns(
                        "Kafka's client could not be started: no such host", StreamState::error));
    await().until(() -> consumers.made.get() == 2);
    assertThat(consumers.failures).hasValue(0);
  }

  @Test
  void anInputThatIsStoppedByHandDuringThePauseStaysSo() {
    byHand.stopped = true;
    restart.request(WHY);
    await().until(() -> progress.state().activity() == Activity.RUNNING);
    assertThat(container.isRunning()).isFalse();
    assertThat(consumers.made).hasValue(1);
  }

  @Test
  void whatHappensAfterSomebodyStartedItDuringThePauseIsHeard() {
    restart.request(WHY);
    await().until(() -> progress.state().activity() == Activity.RETRYING);
    container.start();
    restart.request(Failure.transientFailure("unexpected", "another lane broke"));

    await().until(() -> "another lane broke".equals(progress.state().error()));
    await().until(() -> consumers.made.get() == 3);
  }

  @Test
  void anInputThatWasStoppedByHandStaysPausedWhateverItsLanesSay() {
    byHand.stopped = true;
    container.stop();
    progress.running();
    restart.request(WHY);

    await().until(() -> byHand.asked.get() > 0);
    await()
        .during(Duration.ofMillis(300))
        .until(() -> progress.state().activity() == Activity.RUNNING);
  }

  private InputRestart restart() {
    InputContainer input = new InputContainer(new Commits());
    input.configure(container, "orders.events", "orders.sink");
    container.start();
    beans.registerSingleton(
        "bindings",
        new BindingsLifecycleController(
            List.of(new InputBindingLifecycle(null, Map.of())),
            List.of(new OutputBindingLifecycle(null, Map.of()))) {
          @Override
          public List<Binding<?>> queryState(String binding) {
            return List.of(new DefaultBinding<>(binding, "orders.sink", "input", byHand));
          }
        });
    return new InputRestart(
        input,
        new BindingStates(beans.getBeanProvider(BindingsLifecycleController.class)),
        beans.getBeanProvider(TopicWriter.class),
        progress);
  }

  private static ConcurrentMessageListenerContainer<byte[], byte[]> container(Consumers consumers) {
    ContainerProperties properties = new ContainerProperties("orders.events");
    properties.setGroupId("orders.sink");
    properties.setMessageListener((MessageListener<byte[], byte[]>) _ -> {});
    return new ConcurrentMessageListenerContainer<>(consumers, properties);
  }

  /** Makes consumers, unless it fails as Kafka's does where no host of its settings is known. */
  private static final class Consumers extends DefaultKafkaConsumerFactory<byte[], byte[]> {

    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger made = new AtomicInteger();

    Consumers() {
      super(Map.of());
    }

    @Override
    protected Consumer<byte[], byte[]> createRawConsumer(Map<String, Object> settings) {
      if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        throw new KafkaException("no consumer", new IllegalStateException("no such host"));
      }
      made.incrementAndGet();
      return new MockConsumer<>("earliest");
    }
  }

  /** What an operator switches at {@code /actuator/bindings}. */
  private static final class Switch implements Pausable {

    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean stopped;

    @Override
    public void start() {
      stopped = false;
    }

    @Override
    public void stop() {
      stopped = true;
    }

    @Override
    public boolean isRunning() {
      asked.incrementAndGet();
      return !stopped;
    }

    @Override
    public void pause() {}

    @Override
    public void resume() {}
  }
}
