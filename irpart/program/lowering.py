"""Scalar O1: LLVM's own O1 pipeline without vectorisation, interleaving and unrolling, every value named.

The result is the IR whose instructions are the vertices of the dependence graph (docs/program.md says why O1).
"""

from __future__ import annotations

import functools
import re
from typing import Any

from irpart.base.errors import UnsupportedProgram


@functools.cache
def native_target() -> Any:
    """The target machine of this computer that passes run for; an engine needs one of its own (``new_target``)."""
    return new_target()


def new_target() -> Any:
    """A new target machine (llvmlite ``TargetMachine``) for just-in-time code; an engine takes it over."""
    import llvmlite.binding as llvm

    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    llvm.initialize_native_asmparser()
    target = llvm.Target.from_default_triple()
    features = llvm.get_host_cpu_features().flatten()
    return target.create_target_machine(cpu=llvm.get_host_cpu_name(), features=features, opt=3,
                                        jit=True, reloc="default", codemodel="jitdefault")


def parse_ir(text: str, source: str) -> Any:
    """Parse and verify IR text with LLVM.

    Raises
    ------
    UnsupportedProgram
        With LLVM's own message and line, and ``source`` as the file it came from.
    """
    import llvmlite.binding as llvm

    native_target()
    try:
        module = llvm.parse_assembly(text)
        module.verify()
    except RuntimeError as error:
        lines = [line.strip() for line in str(error).splitlines() if line.strip() and not line.startswith("LLVM IR parsing")]
        where = re.match(r"<string>:(\d+):(\d+): (?:error: )?(.*)", lines[0]) if lines else None
        said = f"line {where[1]}, column {where[2]}: {where[3]}" if where else " ".join(lines)
        raise UnsupportedProgram(f"{source} is not valid LLVM IR: {said}") from None
    return module


def optimise(text: str, source: str = "the module") -> str:
    """Scalar O1 form of a module, as text with every value named.

    Parameters
    ----------
    text
        LLVM IR; already optimised IR passes through with its vectors scalarised nowhere (compile with -O1 and
        without vectorisation to get a scalar trace).
    source
        Name used in error messages.
    """
    import llvmlite.binding as llvm

    module = parse_ir(_traceable(text), source)
    machine = native_target()
    options = llvm.create_pipeline_tuning_options(speed_level=1)
    options.loop_vectorization = False
    options.slp_vectorization = False
    options.loop_unrolling = False
    options.loop_interleaving = False
    builder = llvm.create_pass_builder(machine, options)
    first = builder.getModulePassManager()
    first.add_refprune_pass()
    first.run(module, builder)
    second = builder.getModulePassManager()
    second.add_global_dead_code_eliminate_pass()
    second.add_instruction_namer_pass()
    second.run(module, builder)
    return name_everything(str(module))


def promote_memory(module: Any) -> None:
    """Keep what instrumentation put on the stack in registers (in place); changes nothing else."""
    import llvmlite.binding as llvm

    builder = llvm.create_pass_builder(native_target(), llvm.create_pipeline_tuning_options(speed_level=1))
    passes = llvm.create_new_module_pass_manager()
    passes.add_sroa_pass()
    passes.run(module, builder)


def _traceable(text: str) -> str:
    """Drop what only matters to other optimisation levels: ``optnone`` keeps functions from being lowered."""
    return re.sub(r"\boptnone\b", "", text)


def name_everything(text: str) -> str:
    """Drop debug-value records and comments, which the pipeline does not need, from printed IR."""
    keep = [line.split("; preds =")[0].rstrip() for line in text.splitlines()
            if not line.lstrip().startswith(("#dbg_", ";"))]
    return "\n".join(keep) + "\n"
