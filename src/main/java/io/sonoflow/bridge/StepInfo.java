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
package io.sonoflow.bridge;

import io.sonoflow.parameter.Key;
import io.sonoflow.parameter.Parameters;
import io.sonoflow.parameter.Section;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.scijava.InstantiableException;
import org.scijava.ValidityProblem;
import org.scijava.command.Command;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandModuleItem;
import org.scijava.module.Module;
import org.scijava.module.ModuleException;
import org.scijava.module.ModuleItem;
import org.scijava.plugin.PluginInfo;

/**
 * Shows a step's parameters to SciJava: the keys of its groups, too, each group under a heading. Outputs are
 * {@value StepModule#FOLDER}, {@value StepModule#FIGURES} and {@value StepModule#IMAGE}.
 */
public final class StepInfo extends CommandInfo {

	private Map<String, CommandModuleItem<?>> inputs;
	private Map<String, CommandModuleItem<?>> outputs;
	private List<ValidityProblem> problems = List.of();

	@SuppressWarnings("unchecked")
	StepInfo(final PluginInfo<MenuEntry> entry) {
		// The index entry knows the class loader; of its plugin type it is only asked for the class.
		super((PluginInfo<Command>) (PluginInfo<?>) entry);
	}

	/** {@return the parameters with their defaults, of which the inputs are made} */
	public Parameters parameters() {
		return command().step();
	}

	private StepCommand<?> command() {
		try {
			return (StepCommand<?>) createInstance();
		}
		catch (final InstantiableException e) {
			throw new IllegalStateException("The command " + getClassName() + " cannot be made: " + e.getMessage(), e);
		}
	}

	/** Made at the first question: at the start of Fiji nobody asks. */
	private synchronized void parse() {
		if (inputs != null) return;
		inputs = new LinkedHashMap<>();
		outputs = new LinkedHashMap<>();
		try {
			final Parameters parameters = parameters();
			for (final Section section : Section.of(parameters)) {
				if (!section.heading().isEmpty()) put(inputs, new HeadingItem(this, section.keys().get(0), section.heading(), inputs
					.size()));
				for (final Key key : section.keys())
					put(inputs, new KeyItem<>(this, key, key.get(parameters)));
			}
			for (final String name : StepModule.OUTPUTS)
				put(outputs, new OutputItem<>(this, name));
		}
		catch (final RuntimeException | LinkageError e) {
			inputs.clear();
			problems = List.of(new ValidityProblem("The command " + getClassName() + " cannot be made", e));
		}
	}

	private static void put(final Map<String, CommandModuleItem<?>> items, final CommandModuleItem<?> item) {
		items.put(item.getName(), item);
	}

	@Override
	public Iterable<ModuleItem<?>> inputs() {
		parse();
		return Collections.unmodifiableList(new ArrayList<>(inputs.values()));
	}

	@Override
	public Iterable<ModuleItem<?>> outputs() {
		parse();
		return Collections.unmodifiableList(new ArrayList<>(outputs.values()));
	}

	@Override
	public CommandModuleItem<?> getInput(final String name) {
		parse();
		return inputs.get(name);
	}

	@Override
	public CommandModuleItem<?> getOutput(final String name) {
		parse();
		return outputs.get(name);
	}

	@Override
	public <T> CommandModuleItem<T> getInput(final String name, final Class<T> type) {
		return cast(getInput(name), type);
	}

	@Override
	public <T> CommandModuleItem<T> getOutput(final String name, final Class<T> type) {
		return cast(getOutput(name), type);
	}

	@SuppressWarnings("unchecked")
	private static <T> CommandModuleItem<T> cast(final CommandModuleItem<?> item, final Class<T> type) {
		if (item != null && !type.isAssignableFrom(item.getType())) throw new IllegalArgumentException(item.getName() +
			" is a " + item.getType().getName() + " and no " + type.getName());
		return (CommandModuleItem<T>) item;
	}

	@Override
	public Module createModule() throws ModuleException {
		try {
			return new StepModule(this, (StepCommand<?>) createInstance());
		}
		catch (final InstantiableException e) {
			throw new ModuleException(e);
		}
	}

	@Override
	public Module createModule(final Command command) {
		return new StepModule(this, (StepCommand<?>) command);
	}

	@Override
	public boolean isValid() {
		parse();
		return problems.isEmpty();
	}

	@Override
	public List<ValidityProblem> getProblems() {
		parse();
		return problems;
	}
}
