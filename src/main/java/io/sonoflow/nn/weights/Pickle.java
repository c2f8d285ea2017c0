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
import io.sonoflow.nn.weights.StateDict.Opaque;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The virtual machine of pickle, protocols 0 to 5 (PEP 307, PEP 3154; Python's pickletools.py describes each
 * instruction). It builds lists, dicts and scalars, asks {@link PickleObjects} what the rest stands for, and cannot run
 * anything. It does not recurse, so nesting costs no stack.
 */
final class Pickle {

	/** Several times what a large checkpoint needs (about 30 an entry); every object costs an instruction. */
	private static final int MAX_INSTRUCTIONS = 5_000_000;

	private final PickleInput in;
	private final PickleObjects objects;
	private final List<Object> stack = new ArrayList<>();
	private final List<Integer> marks = new ArrayList<>();
	private final Map<Long, Object> memo = new HashMap<>();

	private Pickle(final PickleInput in, final PickleObjects objects) {
		this.in = in;
		this.objects = objects;
	}

	/** {@return the object of the pickle at which the input stands; the input then stands behind it} */
	static Object load(final PickleInput in, final PickleObjects objects) throws IOException {
		return new Pickle(in, objects).run();
	}

	private Object run() throws IOException {
		for (int i = 0; i < MAX_INSTRUCTIONS; i++) {
			final int op = in.unsignedByte();
			if (op == '.') return pop();
			if (!scalar(op) && !text(op) && !container(op) && !stackOrMemo(op) && !object(op)) throw new FormatException(
				"its pickle has an unknown instruction 0x" + Integer.toHexString(op) + " at byte " + (in.position() - 1));
		}
		throw new FormatException("its pickle has more than " + MAX_INSTRUCTIONS + " instructions");
	}

	private boolean scalar(final int op) throws IOException {
		switch (op) {
			case 0x80 -> protocol(in.unsignedByte());
			case 0x95 -> in.integer(8);
			case 'N' -> push(null);
			case 0x88 -> push(Boolean.TRUE);
			case 0x89 -> push(Boolean.FALSE);
			case 'K' -> push((long) in.unsignedByte());
			case 'M' -> push(in.integer(2));
			case 'J' -> push(in.integer(4));
			case 0x8a -> push(in.longInteger(in.unsignedByte()));
			case 0x8b -> push(in.longInteger(in.length4()));
			case 'G' -> push(in.bigEndianDouble());
			case 'F' -> push(in.lineDouble());
			case 'L' -> push(in.lineInteger());
			case 'I' -> push(in.lineIntegerOrBoolean());
			default -> {
				return false;
			}
		}
		return true;
	}

	private static void protocol(final int version) {
		if (version > 5) throw new FormatException("its pickle is of protocol " + version + "; 0 to 5 are understood");
	}

	private boolean text(final int op) throws IOException {
		switch (op) {
			case 'X' -> push(in.text(in.length4()));
			case 0x8c -> push(in.text(in.unsignedByte()));
			case 0x8d -> push(in.text(in.integer(8)));
			case 'V' -> push(in.escapedLine());
			case 'T' -> push(in.latin(in.length4()));
			case 'U' -> push(in.latin(in.unsignedByte()));
			case 'S' -> push(unquoted(in.escapedLine()));
			case 'B' -> pushBytes(in.length4());
			case 'C' -> pushBytes(in.unsignedByte());
			case 0x8e, 0x96 -> pushBytes(in.integer(8));
			default -> {
				return false;
			}
		}
		return true;
	}

	private static String unquoted(final String line) {
		final String text = line.strip();
		if (text.length() < 2 || text.charAt(0) != text.charAt(text.length() - 1)) throw new FormatException(
			"its pickle has a string without quotes");
		return text.substring(1, text.length() - 1);
	}

	private void pushBytes(final long count) throws IOException {
		in.skip(count);
		push(new Opaque("bytes"));
	}

	private boolean container(final int op) {
		switch (op) {
			case ']', 0x8f -> push(new Sequence(new ArrayList<>()));
			case ')' -> push(new Sequence(new ArrayList<>(0)));
			case '}' -> push(new Dict());
			case 0x85 -> tuple(1);
			case 0x86 -> tuple(2);
			case 0x87 -> tuple(3);
			case 't', 'l', 0x91 -> push(new Sequence(popMark()));
			case 'd' -> {
				final List<Object> pairs = popMark();
				push(new Dict());
				setItems(pairs);
			}
			case 'a' -> append(Collections.singletonList(pop()));
			case 'e', 0x90 -> append(popMark());
			case 's' -> {
				final Object value = pop();
				final Object key = pop();
				final List<Object> pair = new ArrayList<>();
				pair.add(key);
				pair.add(value);
				setItems(pair);
			}
			case 'u' -> setItems(popMark());
			default -> {
				return false;
			}
		}
		return true;
	}

	private void tuple(final int count) {
		final List<Object> items = new ArrayList<>(count);
		for (int i = 0; i < count; i++)
			items.add(0, pop());
		push(new Sequence(items));
	}

	private void append(final List<Object> items) {
		final Object target = top();
		if (target instanceof Sequence list) list.items.addAll(items);
		else if (!(target instanceof Opaque)) throw new FormatException("its pickle appends to something that is no list");
	}

	private void setItems(final List<Object> pairs) {
		if (pairs.size() % 2 != 0) throw new FormatException("its pickle has a key without a value");
		final Object target = top();
		if (target instanceof Dict dict) for (int i = 0; i < pairs.size(); i += 2)
			dict.entries.put(pairs.get(i), pairs.get(i + 1));
		else if (!(target instanceof Opaque)) throw new FormatException("its pickle sets items of something that is no dict");
	}

	private boolean stackOrMemo(final int op) throws IOException {
		switch (op) {
			case '(' -> marks.add(stack.size());
			case '0' -> {
				if (!marks.isEmpty() && marks.get(marks.size() - 1) == stack.size()) popMark();
				else pop();
			}
			case '1' -> popMark();
			case '2' -> push(top());
			case 'g' -> push(recall(memoIndex(in.lineInteger())));
			case 'h' -> push(recall(in.unsignedByte()));
			case 'j' -> push(recall(in.length4()));
			case 'p' -> memo.put(memoIndex(in.lineInteger()), top());
			case 'q' -> memo.put((long) in.unsignedByte(), top());
			case 'r' -> memo.put(in.length4(), top());
			case 0x94 -> memo.put((long) memo.size(), top());
			default -> {
				return false;
			}
		}
		return true;
	}

	private static long memoIndex(final Object index) {
		if (index instanceof Long number) return number;
		throw new FormatException("its pickle uses the memo entry " + index);
	}

	private Object recall(final long index) {
		if (!memo.containsKey(index)) throw new FormatException("its pickle reads the memo entry " + index +
			", which was never stored");
		return memo.get(index);
	}

	private boolean object(final int op) throws IOException {
		switch (op) {
			case 'c' -> push(global(in.line(), in.line()));
			case 0x93 -> {
				final Object name = pop();
				final Object module = pop();
				push(global(module, name));
			}
			case 'R', 0x81 -> {
				final Object arguments = pop();
				push(objects.call(pop(), arguments));
			}
			case 0x92 -> {
				pop();
				final Object arguments = pop();
				push(objects.call(pop(), arguments));
			}
			case 'i' -> push(objects.call(global(in.line(), in.line()), new Sequence(popMark())));
			case 'o' -> {
				final List<Object> items = popMark();
				if (items.isEmpty()) throw new FormatException("its pickle makes an object without a class");
				push(objects.call(items.get(0), new Sequence(items.subList(1, items.size()))));
			}
			case 'b' -> build();
			case 'Q' -> push(objects.persistent(pop()));
			case 0x82 -> push(new Opaque("extension " + in.unsignedByte()));
			case 0x83 -> push(new Opaque("extension " + in.integer(2)));
			case 0x84 -> push(new Opaque("extension " + in.integer(4)));
			default -> {
				return false;
			}
		}
		return true;
	}

	private static Global global(final Object module, final Object name) {
		if (module instanceof String first && name instanceof String second) return new Global(first + "." + second);
		throw new FormatException("its pickle names a class by something that is no text");
	}

	/** Attributes of objects tell us nothing: a state_dict carries its modules' versions that way. */
	private void build() {
		pop();
		final Object target = top();
		if (!(target instanceof Opaque || target instanceof Global || target instanceof Dict ||
			target instanceof Sequence || target instanceof TensorRef || target instanceof StorageRef))
			throw new FormatException("its pickle sets attributes of something that has none");
	}

	private void push(final Object value) {
		stack.add(value);
	}

	private Object top() {
		if (stack.size() <= (marks.isEmpty() ? 0 : marks.get(marks.size() - 1))) throw new FormatException(
			"its pickle takes from an empty stack at byte " + in.position());
		return stack.get(stack.size() - 1);
	}

	private Object pop() {
		final Object value = top();
		stack.remove(stack.size() - 1);
		return value;
	}

	/** {@return what lies above the last mark, which is taken off} */
	private List<Object> popMark() {
		if (marks.isEmpty()) throw new FormatException("its pickle goes back to a mark that was never set");
		final List<Object> above = stack.subList(marks.remove(marks.size() - 1), stack.size());
		final List<Object> items = new ArrayList<>(above);
		above.clear();
		return items;
	}
}
