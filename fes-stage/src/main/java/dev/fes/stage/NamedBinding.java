package dev.fes.stage;

import org.jspecify.annotations.Nullable;
import org.springframework.cloud.stream.binder.Binding;
import org.springframework.cloud.stream.binder.DefaultBinding;

/** A binding that waits for Kafka, under the name of its channel. */
final class NamedBinding<T> extends DefaultBinding<T> {

  private final Binding<T> late;
  private final Awaited awaited;

  NamedBinding(Binding<T> late, String target, @Nullable String group, T channel, Awaited awaited) {
    super(target, group, channel, awaited);
    this.late = late;
    this.awaited = awaited;
  }

  boolean isBound() {
    return awaited.isBound();
  }

  @Override
  public boolean isInput() {
    return late.isInput();
  }

  @Override
  protected void afterUnbind() {
    late.unbind();
  }
}
