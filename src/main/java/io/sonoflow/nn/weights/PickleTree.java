/*-
 * #%L
 * Deep learning for ultrasound images inside Fiji and ImageJ.
 * %%
 * Copyright (C) 2026 Sonoflow developers
 * %%
 * Redistribution and use in source and binary forms, with or without
 * modification, are permitted provided that the following conditions are met:
 * 
 * 1. Redistributions of source code must retain the above copyright notice,
 *    this list of conditions and the following disclaimer.
 * 2. Redistributions in binary form must reproduce the above copyright notice,
 *    this list of conditions and the following disclaimer in the documentation
 *    and/or other materials provided with the distribution.
 * 
 * THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS"
 * AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE
 * IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE
 * ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDERS OR CONTRIBUTORS BE
 * LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR
 * CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF
 * SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS
 * INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN
 * CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE)
 * ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE
 * POSSIBILITY OF SUCH DAMAGE.
 * #L%
 */
package io.sonoflow.nn.weights;

import io.sonoflow.nn.weights.PickleObjects.Dict;
import io.sonoflow.nn.weights.PickleObjects.Global;
import io.sonoflow.nn.weights.PickleObjects.Sequence;
import io.sonoflow.nn.weights.PickleObjects.StorageRef;
import io.sonoflow.nn.weights.PickleObjects.TensorRef;
import io.sonoflow.nn.weights.StateDict.Item;
import io.sonoflow.nn.weights.StateDict.Opaque;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Lists the leaves of an unpickled object, each with the way to it, and gives tensors their storages. */
final class PickleTree {

	/** Checkpoints are up to about 8 deep (optimiser states of wrapped trainers). */
	private static final int MAX_DEPTH = 64;
	/** Objects may be shared, so that a short pickle can unfold into any number of ways. */
	private static final int MAX_VISITS = 5_000_000;

	private final Function<StorageRef, Storage> storages;
	private final List<Item> items = new ArrayList<>();
	private final Set<Object> onTheWay = Collections.newSetFromMap(new IdentityHashMap<>());
	private final List<Object> path = new ArrayList<>();
	private final Map<TensorRef, Tensor> tensors = new IdentityHashMap<>();
	private final Map<String, Storage> opened = new HashMap<>();
	private int visits;

	private PickleTree(final Function<StorageRef, Storage> storages) {
		this.storages = storages;
	}

	/**
	 * @param root the unpickled object
	 * @param storages finds a storage of at least the declared length, or throws
	 */
	static List<Item> items(final Object root, final Function<StorageRef, Storage> storages) {
		final PickleTree tree = new PickleTree(storages);
		tree.visit(root);
		if (tree.items.stream().noneMatch(item -> item.value() instanceof Tensor)) throw new FormatException(
			"it holds no tensors" + tree.what());
		return tree.items;
	}

	private String what() {
		final List<String> classes = items.stream().filter(item -> item.value() instanceof Opaque).map(item -> ((Opaque) item
			.value()).className()).distinct().limit(5).toList();
		return classes.isEmpty() ? "" : ", only objects of Python code that is not run here (" + String.join(", ",
			classes) + ")";
	}

	private void visit(final Object value) {
		if (path.size() > MAX_DEPTH) throw new FormatException("its objects are nested more than " + MAX_DEPTH + " deep");
		if (++visits > MAX_VISITS) throw new FormatException("its objects unfold into more than " + MAX_VISITS);
		if (value instanceof Dict dict) inside(value, () -> dict.entries.forEach(this::step));
		else if (value instanceof Sequence list) inside(value, () -> {
			for (int i = 0; i < list.items.size(); i++)
				step((long) i, list.items.get(i));
		});
		else items.add(new Item(Collections.unmodifiableList(new ArrayList<>(path)), leaf(value)));
	}

	/** What contains itself is left out where it recurs. */
	private void inside(final Object container, final Runnable visitItems) {
		if (!onTheWay.add(container)) return;
		visitItems.run();
		onTheWay.remove(container);
	}

	private void step(final Object key, final Object value) {
		path.add(isScalar(key) ? key : "(" + key.getClass().getSimpleName() + ")");
		visit(value);
		path.remove(path.size() - 1);
	}

	private static boolean isScalar(final Object value) {
		return value == null || value instanceof String || value instanceof Number || value instanceof Boolean;
	}

	private Object leaf(final Object value) {
		if (value instanceof Global global) return new Opaque(global.name());
		if (value instanceof StorageRef storage) return new Opaque(storage.typeName());
		if (value instanceof TensorRef ref) return tensors.computeIfAbsent(ref, this::tensor);
		return value;
	}

	private Tensor tensor(final TensorRef ref) {
		final StorageRef storage = ref.storage();
		try {
			// The size first: a bomb is refused for what it is, before its storage is looked for.
			Bytes.size(ref.shape());
			final Storage whole = opened.computeIfAbsent(storage.key(), key -> storages.apply(storage));
			final int width = storage.type().bytes();
			if (storage.viewOffset() < 0 || storage.viewElements() < 0 || storage.viewOffset() > storage.elements() -
				storage.viewElements()) throw new FormatException("storage " + storage.key() +
					" has a part outside of itself");
			final Storage part = new Storage.Part(whole, storage.viewOffset() * width, storage.viewElements() * width);
			return new Tensor(ref.type(), ref.shape(), part, ref.offset(), ref.strides());
		}
		catch (final IllegalArgumentException e) {
			throw new FormatException("the tensor " + String.join(".", path.stream().map(String::valueOf).toList()) +
				" is impossible: " + e.getMessage());
		}
	}
}
