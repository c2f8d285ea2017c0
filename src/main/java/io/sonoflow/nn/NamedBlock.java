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
package io.sonoflow.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A block whose children and parameters bear the names PyTorch gives them, so that a state_dict's keys are its own.
 * Parameters exist from construction on, filled with zeros, and ask for no gradient until
 * {@link #requireGradient(boolean)}: a network that was only loaded records no graph, whatever the thread's setting.
 */
public abstract class NamedBlock extends AbstractBlock {

	/** Adds a child under PyTorch's name for it, which may hold dots. */
	protected final <B extends NamedBlock> B child(final String name, final B block) {
		// Not addChildBlock, which would put a number before the name.
		children.add(name, block);
		return block;
	}

	/** Adds a parameter of zeros under PyTorch's name for it. */
	protected final Parameter parameter(final NDManager manager, final String name, final Parameter.Type type,
		final long... shape)
	{
		final Parameter parameter = Parameter.builder().setName(name).setType(type).optRequiresGrad(isTrainable(type))
			.build();
		parameter.setArray(manager.zeros(new Shape(shape)));
		return addParameter(parameter);
	}

	private static boolean isTrainable(final Parameter.Type type) {
		return type != Parameter.Type.RUNNING_MEAN && type != Parameter.Type.RUNNING_VAR;
	}

	/** {@return every parameter and running statistic, by PyTorch's full name, in PyTorch's order} */
	public final Map<String, Parameter> named() {
		final Map<String, Parameter> result = new LinkedHashMap<>();
		collect("", result);
		return result;
	}

	private void collect(final String prefix, final Map<String, Parameter> result) {
		for (final Map.Entry<String, Parameter> entry : parameters.entrySet())
			result.put(prefix + entry.getKey(), entry.getValue());
		for (final Pair<String, Block> child : children)
			((NamedBlock) child.getValue()).collect(prefix + child.getKey() + ".", result);
	}

	/** {@return this, if it is of a kind, and all below it that are} */
	final <B> Stream<B> all(final Class<B> kind) {
		return Stream.concat(Stream.of(this).filter(kind::isInstance).map(kind::cast), children.values().stream().flatMap(
			child -> ((NamedBlock) child).all(kind)));
	}

	/**
	 * Makes all parameters but the running statistics leaves that receive a gradient, or stops that: then gradients are freed, and
	 * parameters have other arrays of the same memory.
	 */
	public final void requireGradient(final boolean require) {
		for (final Parameter parameter : named().values())
			if (isTrainable(parameter.getType())) {
				final boolean learned = parameter.getArray().hasGradient();
				parameter.freeze(!require);
				// PyTorch keeps a gradient as long as the array that asked for it.
				if (learned && !require) replace(parameter, parameter.getArray().stopGradient());
			}
	}

	private static void replace(final Parameter parameter, final NDArray array) {
		parameter.close();
		// A parameter takes an array only while it has no shape.
		parameter.setShape(null);
		parameter.setArray(array);
	}

	/**
	 * Gives all parameters and statistics another type, e.g. float64 to check the arithmetic; images must have it too.
	 *
	 * @param type float32 or float64
	 */
	@Override
	public final void cast(final DataType type) {
		for (final Parameter parameter : named().values())
			replace(parameter, parameter.getArray().toType(type, true));
	}

	/** Closes x after y was made of it: the step from one layer to the next inside a network. */
	protected static NDArray then(final NDArray x, final Layer next, final boolean training) {
		try (x) {
			return next.forward(x, training);
		}
	}

	/** {@return true: parameters exist from construction on (and DJL's own check walks the whole tree at each forward)} */
	@Override
	public final boolean isInitialized() {
		return true;
	}
}
