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

import io.sonoflow.nn.weights.StateDict.Opaque;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The objects of a pickle and what calls in it mean. A global is a name and stays one: no class is looked up, nothing is
 * run. The few names of the white list are understood by what they stand for in PyTorch; a call of any other gives an
 * {@link Opaque}.
 */
final class PickleObjects {

	/** A list, tuple or set. Identity is its equality: pickles may contain themselves. */
	static final class Sequence {

		final List<Object> items;

		Sequence(final List<Object> items) {
			this.items = items;
		}
	}

	/** A dict or OrderedDict. Keys are scalars, or anything else by its identity. */
	static final class Dict {

		final Map<Object, Object> entries = new LinkedHashMap<>();
	}

	/** A name that in Python would be a class or function. */
	record Global(String name) {
	}

	/**
	 * What a persistent id stands for.
	 *
	 * @param type null if it is none that we read
	 * @param elements declared number of elements of the whole storage
	 * @param viewOffset where the part begins that is meant, in elements (very old files), else 0
	 * @param viewElements number of elements of that part
	 */
	record StorageRef(String key, DType type, String typeName, long elements, long viewOffset, long viewElements) {

		/** {@return the length in bytes that it declares; does not wrap} */
		long bytes() {
			if (type == null) throw new FormatException("storage " + key + " is of the type " + typeName +
				", which is not supported");
			if (elements > Long.MAX_VALUE / 8) throw new FormatException("storage " + key + " declares " + elements +
				" elements");
			return elements * type.bytes();
		}
	}

	/** A tensor whose storage is not known yet. */
	record TensorRef(StorageRef storage, DType type, long offset, long[] shape, long[] strides) {
	}

	private static final Map<String, DType> STORAGES = storages();
	private static final Map<String, DType> TYPES = types();

	/** Storages by key, in the order in which they were first named. */
	final Map<String, StorageRef> storages = new LinkedHashMap<>();

	private static Map<String, DType> storages() {
		final Map<String, DType> map = new LinkedHashMap<>();
		final Map<String, DType> names = Map.of("Float", DType.F32, "Double", DType.F64, "Half", DType.F16, "BFloat16",
			DType.BF16, "Long", DType.I64, "Int", DType.I32, "Short", DType.I16, "Char", DType.I8, "Byte", DType.U8,
			"Bool", DType.BOOL);
		names.forEach((name, type) -> {
			map.put("torch." + name + "Storage", type);
			map.put("torch.cuda." + name + "Storage", type);
		});
		map.put("torch.storage.UntypedStorage", DType.U8);
		map.put("torch.UntypedStorage", DType.U8);
		return map;
	}

	private static Map<String, DType> types() {
		final Map<String, DType> map = new LinkedHashMap<>();
		for (final DType type : DType.values())
			map.put("torch." + type.torchName(), type);
		return map;
	}

	/** {@return what {@code function(*arguments)} stands for} */
	Object call(final Object function, final Object arguments) {
		if (function instanceof Opaque) return function;
		if (!(function instanceof Global global) || !(arguments instanceof Sequence sequence))
			throw new FormatException("its pickle calls something that is no function");
		final List<Object> args = sequence.items;
		return switch (global.name()) {
			case "torch._utils._rebuild_tensor", "torch._utils._rebuild_tensor_v2" -> tensor(args, null);
			case "torch._utils._rebuild_tensor_v3" -> tensor(args, at(args, 6));
			case "torch._utils._rebuild_parameter", "torch._utils._rebuild_parameter_with_state" -> at(args, 0);
			case "torch._tensor._rebuild_from_type_v2" -> call(at(args, 0), at(args, 2));
			case "collections.OrderedDict", "builtins.dict", "__builtin__.dict" -> dict(args);
			case "collections.defaultdict" -> new Dict();
			case "torch.Size", "builtins.list", "builtins.tuple" -> args.isEmpty() ? new Sequence(new ArrayList<>())
				: at(args, 0);
			// The object these make is of the class that is their first argument.
			case "numpy.core.multiarray._reconstruct", "numpy._core.multiarray._reconstruct",
					"copy_reg._reconstructor", "copyreg._reconstructor", "copyreg.__newobj__" -> at(args, 0) instanceof Global made
						? new Opaque(made.name()) : new Opaque(global.name());
			default -> new Opaque(global.name());
		};
	}

	/** {@return what a persistent id stands for} */
	Object persistent(final Object id) {
		if (!(id instanceof Sequence sequence) || sequence.items.size() < 5 || !"storage".equals(sequence.items.get(0)))
			throw new FormatException("its pickle has a persistent id that names no storage");
		final List<Object> args = sequence.items;
		if (!(args.get(1) instanceof Global type) || !(args.get(2) instanceof String key)) throw new FormatException(
			"its pickle has a storage without type or key");
		final long elements = integer(args.get(4));
		if (elements < 0) throw new FormatException("storage " + key + " declares " + elements + " elements");
		final StorageRef ref = args.size() > 5 && args.get(5) instanceof Sequence view && view.items.size() == 3
			? new StorageRef(key, STORAGES.get(type.name()), type.name(), elements, integer(view.items.get(1)), integer(
				view.items.get(2))) : new StorageRef(key, STORAGES.get(type.name()), type.name(), elements, 0, elements);
		final StorageRef known = storages.putIfAbsent(key, ref);
		if (known != null && (!known.typeName().equals(ref.typeName()) || known.elements() != elements))
			throw new FormatException("storage " + key + " is declared twice, differently");
		return ref;
	}

	private static Object tensor(final List<Object> args, final Object type) {
		if (!(at(args, 0) instanceof StorageRef storage)) throw new FormatException(
			"its pickle rebuilds a tensor from something that is no storage");
		DType dtype = storage.type();
		if (type != null) dtype = type instanceof Global global ? TYPES.get(global.name()) : null;
		if (dtype == null) return new Opaque(type instanceof Global global ? global.name() : storage.typeName());
		return new TensorRef(storage, dtype, integer(at(args, 1)), integers(at(args, 2)), integers(at(args, 3)));
	}

	private static Dict dict(final List<Object> args) {
		final Dict dict = new Dict();
		if (!args.isEmpty() && args.get(0) instanceof Sequence pairs) for (final Object pair : pairs.items) {
			if (!(pair instanceof Sequence two) || two.items.size() != 2) throw new FormatException(
				"its pickle makes a dict of something that is no pairs");
			dict.entries.put(two.items.get(0), two.items.get(1));
		}
		return dict;
	}

	private static Object at(final List<Object> args, final int index) {
		if (index >= args.size()) throw new FormatException("its pickle calls a function with too few arguments");
		return args.get(index);
	}

	private static long integer(final Object value) {
		if (value instanceof Long number) return number;
		throw new FormatException("its pickle describes a tensor with something that is no 64-bit integer");
	}

	private static long[] integers(final Object value) {
		if (!(value instanceof Sequence sequence)) throw new FormatException("its pickle has a tensor without sizes");
		return sequence.items.stream().mapToLong(PickleObjects::integer).toArray();
	}
}
