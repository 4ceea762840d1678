package dev.fes.stage;

import org.jspecify.annotations.Nullable;
import org.springframework.cloud.stream.binder.Binder;
import org.springframework.cloud.stream.binder.BinderFactory;
import org.springframework.cloud.stream.binder.Binding;
import org.springframework.cloud.stream.binder.ConsumerProperties;
import org.springframework.cloud.stream.binder.ProducerProperties;
import org.springframework.cloud.stream.binding.BindingService;
import org.springframework.cloud.stream.config.BindingServiceProperties;
import org.springframework.scheduling.TaskScheduler;
import tools.jackson.databind.ObjectMapper;

/**
 * Binds as Spring Cloud Stream does, except that a binding that waits for Kafka has its own name
 * and does as it is told: {@code /actuator/bindings/input} finds it from the start.
 */
final class NamedBindings extends BindingService {

  private final BindingServiceProperties properties;

  NamedBindings(
      BindingServiceProperties properties,
      BinderFactory binders,
      TaskScheduler scheduler,
      ObjectMapper json) {
    super(properties, binders, scheduler, json);
    this.properties = properties;
  }

  @Override
  public <T> Binding<T> doBindConsumer(
      T input,
      String inputName,
      Binder<T, ConsumerProperties, ?> binder,
      ConsumerProperties settings,
      String target) {
    Awaited awaited = new Awaited();
    Binding<T> binding =
        super.doBindConsumer(input, inputName, told(binder, awaited), settings, target);
    return named(binding, target, properties.getGroup(inputName), input, awaited);
  }

  @Override
  public <T> Binding<T> doBindProducer(
      T output,
      String target,
      Binder<T, ?, ProducerProperties> binder,
      ProducerProperties settings) {
    Awaited awaited = new Awaited();
    Binding<T> binding = super.doBindProducer(output, target, told(binder, awaited), settings);
    return named(binding, target, null, output, awaited);
  }

  private static <T> Binding<T> named(
      Binding<T> binding, String target, @Nullable String group, T channel, Awaited awaited) {
    return binding instanceof LateBinding<T> late
        ? new NamedBinding<>(late, target, group, channel, awaited)
        : binding;
  }

  private static <T, C extends ConsumerProperties, P extends ProducerProperties>
      Binder<T, C, P> told(Binder<T, C, P> binder, Awaited awaited) {
    return new Binder<>() {
      @Override
      public Binding<T> bindConsumer(String name, String group, T input, C settings) {
        return awaited.bound(binder.bindConsumer(name, group, input, settings));
      }

      @Override
      public Binding<T> bindProducer(String name, T output, P settings) {
        return awaited.bound(binder.bindProducer(name, output, settings));
      }
    };
  }
}
