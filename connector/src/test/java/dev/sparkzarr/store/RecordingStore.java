package dev.sparkzarr.store;

import java.util.ArrayList;
import java.util.List;

/** Remembers each request in the order sent. */
public final class RecordingStore extends InterceptedStore {
  private final List<StoreRequest> requests = new ArrayList<>();

  /**
   * @param inner closed with this store
   */
  public RecordingStore(Store inner) {
    super(inner);
  }

  @Override
  protected synchronized void before(StoreRequest request) {
    requests.add(request);
  }

  /**
   * @return the requests so far
   */
  public synchronized List<StoreRequest> requests() {
    return List.copyOf(requests);
  }

  /** Forgets the requests so far. */
  public synchronized void clear() {
    requests.clear();
  }
}
