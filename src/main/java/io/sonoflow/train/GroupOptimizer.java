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
package io.sonoflow.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import io.sonoflow.nn.script.TorchScript;


import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What all optimisers share: groups of parameters at rates of their own, arrays of state as large as the parameters, the
 * count of steps, and the memory of all that. A rule says what happens to one group in one step.
 */
abstract class GroupOptimizer implements Optimizer {

	/** Not a product with 0: what ran over would stay. */
	private static final String ZERO = """
		def zero(self: __torch__.Ops, g: List[Tensor]) -> int:
		  torch._foreach_zero_(g)
		  return 0
		""";

	/**
	 * A group with its state.
	 *
	 * @param group the parameters' names, rate and decay
	 * @param leaves the parameters and their gradients
	 * @param state one list of arrays, as many and as large as the parameters, for each name of state; zeros at first
	 */
	record Slot(ParameterGroup group, Leaves leaves, List<List<NDArray>> state) {
	}

	private final NDManager manager;
	private final TorchScript ops;
	private final List<String> names;
	private final List<Slot> slots;
	private long steps;

	/**
	 * @param parent on the parameters' device; the state lives in a child of it
	 * @param groups each non-empty, no parameter in two of them
	 * @param code methods of TorchScript
	 * @param names what the state's arrays are called: before a dot and the parameter's name
	 */
	GroupOptimizer(final NDManager parent, final List<ParameterGroup> groups, final String code, final String... names) {
		manager = parent.newSubManager();
		ops = TorchScript.compile(manager, code + ZERO);
		this.names = List.of(names);
		slots = groups.stream().map(group -> {
			final Leaves leaves = new Leaves(manager, group.parameters().values());
			return new Slot(group, leaves, Arrays.stream(names).map(name -> leaves.zeros()).toList());
		}).toList();
	}

	/**
	 * Moves the parameters of a group and sets their gradients to zero.
	 *
	 * @param slot the group
	 * @param rate its learning rate in this step
	 */
	abstract void update(Slot slot, double rate);

	@Override
	public void step() {
		for (final Slot slot : slots)
			update(slot, slot.group.rate().rate(steps));
		steps++;
	}

	@Override
	public void skip() {
		for (final Slot slot : slots)
			ops.run("zero", TorchScript.list(slot.leaves.gradients()));
		steps++;
	}

	/** {@return the owner of all native memory of this optimiser} */
	final NDManager manager() {
		return manager;
	}

	/** {@return the compiled code} */
	final TorchScript ops() {
		return ops;
	}

	@Override
	public long steps() {
		return steps;
	}

	@Override
	public Map<String, NDArray> state() {
		final Map<String, NDArray> state = new LinkedHashMap<>();
		for (final Slot slot : slots)
			for (int kind = 0; kind < names.size(); kind++) {
				int i = 0;
				for (final String parameter : slot.group.parameters().keySet())
					state.put(names.get(kind) + "." + parameter, slot.state.get(kind).get(i++));
			}
		return state;
	}

	@Override
	public void resume(final long stepsDone) {
		steps = stepsDone;
	}

	@Override
	public void close() {
		ops.close();
		manager.close();
	}
}
