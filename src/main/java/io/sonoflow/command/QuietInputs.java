package io.sonoflow.command;

import io.sonoflow.legacy.Host;

import org.scijava.Priority;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.process.AbstractPreprocessorPlugin;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.Plugin;

/**
 * Keeps SciJava from asking. Where a macro gave options, or nobody is there to answer, the inputs that were not given
 * have their defaults; SciJava would open a dialog in the middle of a batch or, for a single file headless, silently
 * cancel the command. What is missing is then named by {@link Inputs}.
 */
@Plugin(type = PreprocessorPlugin.class, priority = Priority.VERY_HIGH - 1)
public final class QuietInputs extends AbstractPreprocessorPlugin {

	@Override
	public void process(final Module module) {
		if (!(module.getDelegateObject() instanceof SonoflowCommand)) return;
		if (!Host.isHeadless() && !Host.hasOptions()) return;
		for (final ModuleItem<?> input : module.getInfo().inputs())
			module.resolveInput(input.getName());
	}
}
